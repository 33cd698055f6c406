"""Prompts with what must come of them: collections by path, and for each a body that is right.

Fields are in snake case. A value `Ref("/path")` is the id of a record made there first. `bad` holds, for some
fields, values that must be refused; fields in `optional` may be left out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Ref:
    path: str


@dataclass(frozen=True)
class Collection:
    path: str
    body: dict[str, Any]
    bad: dict[str, list[Any]] = field(default_factory=dict)
    optional: tuple[str, ...] = ()


@dataclass(frozen=True)
class Case:
    name: str
    prompt: str
    collections: tuple[Collection, ...]


TEXT = [7, True, ["x"], {}]
WHOLE = ["7", 1.5, True, [1]]
NUMBER = ["1.5", True, [1.5]]
FLAG = ["yes", 1, 0, "true"]
DATE = ["2024-02-30", "31.12.2024", 20240131, "soon", True]
MISSING_RECORD = [999_999, "1", True]

CASES = (
    Case(
        "bookstore",
        "a bookstore API with books (title, author, price, published date) and authors",
        (
            Collection("/authors", {"name": "Ursula"}, {"name": TEXT}),
            Collection(
                "/books",
                {
                    "title": "Earthsea",
                    "author_id": Ref("/authors"),
                    "price": 12.5,
                    "published_date": "1968-11-01",
                },
                {"title": TEXT, "author_id": MISSING_RECORD, "price": NUMBER, "published_date": DATE},
            ),
        ),
    ),
    Case(
        "tasks",
        "Create a REST API to manage tasks. Each task has a title, an optional description, a due date,\n"
        "a priority (low, medium or high) and a done flag",
        (
            Collection(
                "/tasks",
                {
                    "title": "Wash up",
                    "description": "All of it",
                    "due_date": "2025-03-01",
                    "priority": "low",
                    "done": True,
                },
                {"title": TEXT, "due_date": DATE, "priority": ["urgent", 1, ""], "done": FLAG},
                ("description", "done"),
            ),
        ),
    ),
    Case(
        "inventory",
        "An inventory service: products with name, sku, quantity and price; warehouses with name and location; "
        "a product belongs to a warehouse",
        (
            Collection("/warehouses", {"name": "North", "location": "Oslo"}),
            Collection(
                "/products",
                {
                    "name": "Bolt",
                    "sku": "B-1",
                    "quantity": 40,
                    "price": 0.2,
                    "warehouse_id": Ref("/warehouses"),
                },
                {"quantity": WHOLE, "price": NUMBER, "warehouse_id": MISSING_RECORD},
            ),
        ),
    ),
    Case("todo", "todo app backend", (Collection("/todos", {"title": "Sleep"}, {"title": [*TEXT, ""]}),)),
    Case(
        "employees",
        "track employees and departments, each employee has a name, email, salary and belongs to a department",
        (
            Collection("/departments", {"name": "Research"}),
            Collection(
                "/employees",
                {
                    "name": "Ada",
                    "email": "ada@example.org",
                    "salary": 5000,
                    "department_id": Ref("/departments"),
                },
                {"email": ["no address", 5], "salary": NUMBER, "department_id": MISSING_RECORD},
            ),
        ),
    ),
    Case(
        "order items",
        "CRUD for order items (quantity: integer, unit price: decimal, order id)",
        (
            Collection(
                "/order-items",
                {"quantity": 3, "unit_price": 9.99, "order_id": 12},
                {"quantity": WHOLE, "unit_price": NUMBER, "order_id": WHOLE},
            ),
        ),
    ),
    Case(
        "posts",
        "users can have many posts; posts have title, body, tags (list), published (boolean)",
        (
            Collection("/users", {"name": "kim"}),
            Collection(
                "/posts",
                {
                    "title": "Hi",
                    "body": "There",
                    "tags": ["a", "b"],
                    "published": True,
                    "user_id": Ref("/users"),
                },
                {"tags": ["a", [1], {}], "published": FLAG, "user_id": MISSING_RECORD},
                ("tags", "published", "user_id"),
            ),
        ),
    ),
    Case(
        "irregular plurals",
        "I need an API that stores people, children and mice.\n"
        "A person has a first and last name and a birthday. A child has a name, an age and belongs to a person.\n"
        "Mice have a colour and a weight in grams.",
        (
            Collection(
                "/people",
                {"first_name": "Ann", "last_name": "Lee", "birthday": "1990-05-05"},
                {"last_name": TEXT, "birthday": DATE},
            ),
            Collection(
                "/children",
                {"name": "Bo", "age": 4, "person_id": Ref("/people")},
                {"age": WHOLE, "person_id": MISSING_RECORD},
            ),
            Collection("/mice", {"colour": "grey", "weight": 20.5}, {"weight": NUMBER}),
        ),
    ),
    Case(
        "bullets",
        "Cinema backend\n\n"
        "Entities:\n"
        "- Movie: title (string, required, max 60 characters), year (int), rating between 0 and 10, genres (list of strings)\n"
        "- Screening\n"
        "  - movie\n"
        "  - starts at\n"
        "  - seats: integer, at least 1\n"
        "  - status: one of planned, running or over, default planned\n\n"
        "Features:\n- search\n- pagination\n",
        (
            Collection(
                "/movies",
                {"title": "Alien", "year": 1979, "rating": 8.5, "genres": ["horror"]},
                {
                    "title": [*TEXT, "x" * 61],
                    "year": WHOLE,
                    "rating": [-1, 10.5, "8"],
                    "genres": [["a", 1], "a"],
                },
                ("genres",),
            ),
            Collection(
                "/screenings",
                {
                    "movie_id": Ref("/movies"),
                    "starts_at": "2025-01-02T20:15:00Z",
                    "seats": 80,
                    "status": "running",
                },
                {
                    "movie_id": MISSING_RECORD,
                    "starts_at": ["tonight", 5, "2025-02-30T10:00:00"],
                    "seats": [0, *WHOLE],
                    "status": ["full", 1],
                },
                ("status",),
            ),
        ),
    ),
    Case(
        "schema",
        "Build this with the fields below\n\nCREATE TABLE categories (\n  id SERIAL PRIMARY KEY,\n  name VARCHAR(40) NOT NULL\n);\n\n"
        "interface Product {\n  id: number;\n  name: string;\n  price: number;\n  tags: string[];\n  note?: string;\n"
        "  categoryId: number;\n}",
        (
            Collection("/categories", {"name": "Tools"}, {"name": [*TEXT, "x" * 41]}),
            Collection(
                "/products",
                {
                    "name": "Saw",
                    "price": 19,
                    "tags": ["sharp"],
                    "note": "mind",
                    "category_id": Ref("/categories"),
                },
                {"price": NUMBER, "tags": ["sharp", [1]], "category_id": MISSING_RECORD},
                ("note", "tags"),
            ),
        ),
    ),
    Case(
        "keywords",
        "Write me an API for classes with fields class, import, type, from, global, json, copy and model dump",
        (
            Collection(
                "/classes",
                {
                    "class": "a",
                    "import": "b",
                    "type": "c",
                    "from": "d",
                    "global": "e",
                    "json": {"k": [1, None]},
                    "copy": "f",
                    "model_dump": "g",
                },
                {"class": TEXT, "import": TEXT, "json": ["{}", [1], 5], "copy": TEXT},
                ("json",),
            ),
        ),
    ),
    Case(
        "gym",
        "Build an API for a gym. Members have a first and last name, email (unique), birthday and membership type "
        "(basic, premium or vip). Trainers have a name, specialty and hourly rate. Each class has a name, a start "
        "time, a capacity of at most 30, and is taught by a trainer.",
        (
            Collection(
                "/members",
                {
                    "first_name": "A",
                    "last_name": "B",
                    "email": "a@b.example",
                    "birthday": "2000-02-29",
                    "membership_type": "vip",
                },
                {"birthday": ["2001-02-29", *DATE], "membership_type": ["VIP", "gold"], "email": ["a b"]},
            ),
            Collection(
                "/trainers", {"name": "T", "specialty": "yoga", "hourly_rate": 30}, {"hourly_rate": NUMBER}
            ),
            Collection(
                "/classes",
                {"name": "Yoga", "start_time": "18:30", "capacity": 30, "trainer_id": Ref("/trainers")},
                {"capacity": [31, *WHOLE], "trainer_id": MISSING_RECORD, "start_time": ["noon", 18, "25:00"]},
            ),
        ),
    ),
    Case(
        "sentences",
        "Hi! Could you please build me a small backend for a pet clinic? It should keep track of pets and their owners. "
        "Every pet has a name, a species (dog, cat or other), a weight in kg, whether it is vaccinated, and belongs to "
        "an owner. Owners have a full name, a phone number and an email address. Visits belong to a pet and have a "
        "date, a reason and an optional cost. No login needed, thanks.",
        (
            Collection(
                "/owners", {"full_name": "Jo", "phone_number": "+47 1", "email_address": "j@o.example"}
            ),
            Collection(
                "/pets",
                {
                    "name": "Rex",
                    "species": "dog",
                    "weight": 30.1,
                    "vaccinated": True,
                    "owner_id": Ref("/owners"),
                },
                {"species": ["bird"], "weight": NUMBER, "vaccinated": FLAG, "owner_id": MISSING_RECORD},
                ("vaccinated",),
            ),
            Collection(
                "/visits",
                {"pet_id": Ref("/pets"), "date": "2025-06-01", "reason": "cough", "cost": 80},
                {"date": DATE, "cost": NUMBER, "pet_id": MISSING_RECORD},
                ("cost",),
            ),
        ),
    ),
    Case(
        "many to many",
        "Students can enroll in many courses and courses have many students. A student has a name and an email, "
        "a course has a title and credits.",
        (
            Collection("/courses", {"title": "Maths", "credits": 5}, {"credits": WHOLE}),
            Collection(
                "/students",
                {"name": "S", "email": "s@s.example"},
                {"course_ids": [[999_999], "1", [True]]},
                (),
            ),
        ),
    ),
    Case(
        "shop",
        "customers (name, email), orders (customer, total, status: pending, paid or shipped) and order items "
        "(order, product name, quantity)",
        (
            Collection("/customers", {"name": "C", "email": "c@c.example"}),
            Collection(
                "/orders",
                {"customer_id": Ref("/customers"), "total": 10, "status": "paid"},
                {"status": ["lost"], "customer_id": MISSING_RECORD},
            ),
            Collection(
                "/order-items",
                {"order_id": Ref("/orders"), "product_name": "P", "quantity": 2},
                {"quantity": WHOLE},
            ),
        ),
    ),
    Case(
        "bounds",
        "Each book should have a title (required, max 10 characters), pages (positive integer), an isbn which must be "
        "unique, in stock (boolean, default true), and a rating from 1 to 5 (optional).",
        (
            Collection(
                "/books",
                {"title": "x" * 10, "pages": 1, "isbn": "978-1", "in_stock": False, "rating": 5},
                {"title": ["x" * 11], "pages": [0, -3, *WHOLE], "in_stock": FLAG, "rating": [0, 6, "5"]},
                ("in_stock", "rating"),
            ),
        ),
    ),
    Case(
        "other letters",
        "An API for cafés with name, größe (integer), 2fa enabled (boolean) and страна",
        (
            Collection(
                "/cafes",
                {"name": "Crème ☕", "grosse": 3, "strana": "Россия"},
                {"grosse": WHOLE, "strana": TEXT},
            ),
        ),
    ),
)
