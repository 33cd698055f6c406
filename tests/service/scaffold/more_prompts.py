"""More cases of `prompts`: relations with fields behind them, lists and sentences of unusual forms."""

from __future__ import annotations

from tests.service.scaffold.prompts import DATE, FLAG, MISSING_RECORD, NUMBER, WHOLE, Case, Collection, Ref

MORE_CASES = (
    Case(
        "garage",
        "A parking garage API: spots have a level, number and whether they are occupied. Cars have a license plate, "
        "make and colour. A ticket belongs to a car and a spot, with an entry time and an optional exit time. "
        "Save everything to a SQLite database.",
        (
            Collection(
                "/spots",
                {"level": "P1", "number": 7, "occupied": False},
                {"number": WHOLE, "occupied": FLAG},
                ("occupied",),
            ),
            Collection("/cars", {"license_plate": "AB 1", "make": "Volvo", "colour": "red"}),
            Collection(
                "/tickets",
                {
                    "car_id": Ref("/cars"),
                    "spot_id": Ref("/spots"),
                    "entry_time": "2025-05-01T08:00:00Z",
                    "exit_time": "2025-05-01T09:30:00Z",
                },
                {"car_id": MISSING_RECORD, "spot_id": MISSING_RECORD, "entry_time": ["soon", 5]},
                ("exit_time",),
            ),
        ),
    ),
    Case(
        "semicolons",
        "Build an API for a movie club. Every movie should have: a title; the release year; a rating from 1 to 10; "
        "a list of genres.",
        (
            Collection(
                "/movies",
                {"title": "Alien", "release_year": 1979, "rating": 9, "genres": ["horror"]},
                {"release_year": WHOLE, "rating": [0, 11, "9"], "genres": ["horror", [1]]},
                ("genres",),
            ),
        ),
    ),
    Case(
        "sentence in brackets",
        "api to manage podcasts and episodes (an episode has a number, duration in minutes, and audio url)",
        (
            Collection("/podcasts", {"title": "Wolf"}),
            Collection(
                "/episodes",
                {"number": 1, "duration": 30.5, "audio_url": "https://example.org/1.mp3"},
                {"number": WHOLE, "duration": NUMBER, "audio_url": ["no url", 5]},
            ),
        ),
    ),
    Case(
        "calendar",
        "event calendar: events (title, description optional, starts at, ends at, location), attendees (name, email) "
        "each attendee belongs to an event",
        (
            Collection(
                "/events",
                {
                    "title": "Fair",
                    "description": "All day",
                    "starts_at": "2025-05-01T08:00:00Z",
                    "ends_at": "2025-05-01T18:00:00Z",
                    "location": "Bern",
                },
                {"starts_at": ["soon", "2025-02-30T10:00:00"]},
                ("description",),
            ),
            Collection(
                "/attendees",
                {"name": "A", "email": "a@b.example", "event_id": Ref("/events")},
                {"event_id": MISSING_RECORD},
            ),
        ),
    ),
    Case(
        "plants",
        "An API to track my plants, with their species, when they were last watered and how many days between waterings",
        (
            Collection(
                "/plants",
                {"species": "fern", "last_watered": "2025-01-31", "days_between_waterings": 4},
                {"last_watered": DATE, "days_between_waterings": WHOLE},
            ),
        ),
    ),
    Case(
        "departments",
        "Employees, with name, job title, salary, and start date, work in departments, with name and floor",
        (
            Collection("/departments", {"name": "Research", "floor": 2}, {"floor": WHOLE}),
            Collection(
                "/employees",
                {
                    "name": "Ada",
                    "job_title": "Engineer",
                    "salary": 5000,
                    "start_date": "2025-01-31",
                    "department_id": Ref("/departments"),
                },
                {"start_date": DATE, "department_id": MISSING_RECORD},
            ),
        ),
    ),
    Case(
        "bulletins",
        "API for bulletins: region, level (1 to 5), problems (one or more of: new snow, wind slab, wet snow), valid from, "
        "issued at (default now). Stations are asked: POST /stations {name, height}.",
        (
            Collection("/stations", {"name": "Top", "height": 2100.5}, {"height": NUMBER}),
            Collection(
                "/bulletins",
                {
                    "region": "North",
                    "level": 3,
                    "problems": ["new snow", "wind slab"],
                    "valid_from": "2025-01-31",
                },
                {"level": [0, 6, "3"], "problems": [["sun"], "new snow", [5]], "valid_from": DATE},
                ("problems",),
            ),
        ),
    ),
)
