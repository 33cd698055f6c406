"""More prompts in many styles and the reading that each must get, in the notation of `readings`."""

from __future__ import annotations

STYLES: tuple[tuple[str, str], ...] = (
    (
        "A parking garage API: spots have a level, number and whether they are occupied. Cars have a license plate, make and colour. A ticket belongs to a car and a spot, with an entry time and an optional exit time.",
        "spots: level, number integer, occupied boolean=False\ncars: license_plate, make, colour\ntickets: car_id->car, spot_id->spot, entry_time datetime, exit_time datetime?",
    ),
    (
        "Build an API for a movie club. Every movie should have: a title; the release year; a rating from 1 to 10; a list of genres.",
        "movies: title, release_year integer, rating number 1..10, genres*",
    ),
    (
        "api to manage podcasts and episodes (an episode has a number, duration in minutes, and audio url)",
        "podcasts: title\nepisodes: number integer, duration number, audio_url url",
    ),
    (
        "event calendar: events (title, description optional, starts at, ends at, location), attendees (name, email) each attendee belongs to an event",
        "events: title, description?, starts_at datetime, ends_at datetime, location\nattendees: name, email email, event_id->event",
    ),
    (
        "An API to track my plants, with their species, when they were last watered and how many days between waterings",
        "plants: species, last_watered date, days_between_waterings integer",
    ),
    ("An API for notes with title and text. Save everything to a SQLite database.", "notes: title, text"),
    ("todo", "todos: title"),
    ("todos", "todos: title"),
    ("movie api", "movies: title"),
    ("inventory", "items: name"),
    ("a movie", "movies: title"),
    ("recipes", "recipes: title"),
    ("movies and actors", "movies: title\nactors: name"),
    ("Movie", "movies: title"),
    ("customers", "customers: name"),
    ("bookmarks api", "bookmarks: name"),
    ("notes app", "notes: title"),
    ("weather", "weather: name"),
    ("todo list", "todos: title"),
    ("user management", "users: name"),
    (
        "A recipe service where recipes have ingredients; an ingredient has a name, an amount and a unit",
        "recipes: title, ingredient_ids*->ingredient\ningredients: name, amount number, unit",
    ),
    ("a Node API for books with title and pages", "books: title, pages integer"),
    ("an API for books with Express", "books: title"),
    ("books API in JavaScript", "books: title"),
    ("using FastAPI, build a service for cars", "cars: name"),
    ("a RESTful microservice for orders (number, total)", "orders: number, total number"),
    ("backend endpoints for invoices with number and due date", "invoices: number, due_date date"),
    ("a Node.js REST CRUD backend for managing a table of employees", "employees: name"),
    ("database schema for students with name and grade", "students: name, grade"),
    ("Express resource for songs", "songs: title"),
    ("a collection of stamps with country and year", "stamps: country, year integer"),
    ("Create a FastAPI microservice with a users resource (name, email)", "users: name, email email"),
    ("Create a model for Product with name, price and stock", "products: name, price number, stock integer"),
    ("node express crud api resource user: name, email", "users: name, email email"),
    ("Python REST backend, model Car (make, model, year)", "cars: make, model, year integer"),
    (
        "As a librarian I want to keep track of books with a title, an author and a number of copies, so that I can see what is available.",
        "books: title, author, number_of_copies integer",
    ),
    (
        "As a user, I want to create, view and delete bookmarks. A bookmark has a url, a title and tags.",
        "bookmarks: url url, title, tags*",
    ),
    (
        "As an admin I want to manage customers\nCustomer attributes: name, email, phone (optional), VIP flag",
        "customers: name, email email, phone?, vip boolean=False",
    ),
    (
        "Build me an API for a hotel. It keeps track of rooms and bookings. A room consists of a number, a floor and a nightly rate in euros. A booking is linked to a room, has a guest name, check-in and check-out date.",
        "bookings: room_id->room, guest_name, check_in_date date, check_out_date date\nrooms: number, floor integer, nightly_rate number",
    ),
    (
        "Projects, each with a name and a deadline; tasks assigned to a project, with title, status (todo/in progress/done) and estimate in hours",
        "projects: name, deadline date\ntasks: project_id->project, title, status[todo|in progress|done], estimate number",
    ),
    (
        "issue tracker: issues (title, body, severity: low|medium|high|critical, assignee nullable, created_at)",
        "issues: title, body, severity[low|medium|high|critical], assignee?, created_at datetime=now",
    ),
    (
        "I'd like to store my vinyl collection: artist, album title, release year, condition (mint, good, poor)",
        "vinyls: artist, album_title, release_year integer, condition[mint|good|poor]",
    ),
    (
        "hey, can u make me a small api 4 tracking my workouts? i wanna save exercise name, sets, reps and weight in kg, plus the date",
        "workouts: exercise_name, sets integer, reps integer, weight number, date date",
    ),
    (
        "An API for a car rental company. Customers rent cars. Every rental records the customer, the car, a start date, an end date and the total price.",
        "customers: name\ncars: name\nrentals: customer_id->customer, car_id->car, start_date date, end_date date, total_price number",
    ),
    (
        "Pets owned by owners. A pet has name, breed and age.",
        "pets: owner_id->owner, name, breed, age integer\nowners: name",
    ),
    (
        "Suppliers:\n  fields:\n    - name\n    - contact email\n    - rating (1-5)\nParts:\n  fields:\n    - part number (unique)\n    - unit cost (USD)\n    - supplier",
        "suppliers: name, contact_email email, rating number 1..5\nparts: part_number!, unit_cost number, supplier_id->supplier",
    ),
    (
        "1. Users have a username and an email\n2. Posts have a title and content and belong to a user\n3. Comments have a text and belong to a post and a user",
        "users: username, email email\nposts: title, content, user_id->user\ncomments: text, post_id->post, user_id->user",
    ),
    (
        "# Create an API for an online course platform.\n# Courses have a title, a price and a level\n# (beginner, intermediate or advanced).\n# Lessons belong to a course and have a title\n# and a length in minutes.",
        "courses: title, price number, level[beginner|intermediate|advanced]\nlessons: course_id->course, title, length number",
    ),
    (
        "A small inventory API for my shop, each product stores its name, SKU, price in USD, and stock level (min 0, default 0)",
        "products: name, sku, price number, stock_level integer=0 0..",
    ),
    (
        "an api which stores invoices containing an invoice number, a customer, line items, subtotal, tax rate and due date",
        "invoices: invoice_number, customer, line_items*, subtotal number, tax_rate number, due_date date",
    ),
    (
        "CRUD service for doctors, patients and appointments. Appointments link a doctor with a patient at a date and time, with a reason (not required).",
        "doctors: name\npatients: name\nappointments: doctor_id->doctor, patient_id->patient, date date, time time, reason?",
    ),
    (
        "Each author has one or more books. Books: title, published year, isbn (13 characters).",
        "authors: name\nbooks: title, published_year integer, isbn 13..13, author_id->author?",
    ),
    (
        "Chess club backend – players have a name, rating (integer between 100 and 3000), and join date; games have a white player, a black player, result ('1-0', '0-1', 'draw') and played_at",
        "players: name, rating integer 100..3000, join_date date\ngames: white_player_id->player, black_player_id->player, result[1-0|0-1|draw], played_at datetime",
    ),
    (
        "A REST service to log bird sightings: species, location, number of birds seen, observed at, notes (optional)",
        "bird-sightings: species, location, number_of_birds_seen integer, observed_at datetime, notes?",
    ),
    (
        "We run a bakery. We need to keep cakes (flavour, diameter in cm, price) and orders (customer name, cake, quantity, pickup date, paid?)",
        "cakes: flavour, diameter number, price number\norders: customer_name, cake_id->cake, quantity integer, pickup_date date, paid boolean?",
    ),
    (
        "Give me CRUD for 'coupon' with code (unique, 8 chars), discount percent 0-100, expires on, active (default true)",
        "coupons: code! 8..8, discount_percent number 0..100, expires_on date, active boolean=True",
    ),
    (
        "Please write an API that manages a fleet: vehicles with plate, mileage, fuel type (petrol | diesel | electric) and last service date; drivers with name and licence number; trips with vehicle, driver, distance in km, started at",
        "vehicles: plate, mileage number, fuel_type[petrol|diesel|electric], last_service_date date\ndrivers: name, licence_number\ntrips: vehicle_id->vehicle, driver_id->driver, distance number, started_at datetime",
    ),
    (
        "An organisation has many members; a member has a name, favourite colour, and a role which is either owner, editor or viewer",
        "organisations: name\nmembers: name, favourite_colour, role[owner|editor|viewer], organisation_id->organisation?",
    ),
    (
        "Survey API. A survey has a title and a description. A question belongs to a survey, has text and a type (single choice, multiple choice, free text). Answers belong to questions and store a value and a submitted at timestamp.",
        "surveys: title, description\nquestions: survey_id->survey, text, type[single choice|multiple choice|free text]\nanswers: question_id->question, value, submitted_at datetime",
    ),
    (
        "Model a school: teachers (name, subject), classes (name, room, teacher), students (first name, last name, date of birth, class)",
        "teachers: name, subject\nclasses: name, room, teacher_id->teacher\nstudents: first_name, last_name, date_of_birth date, class_id->class",
    ),
    (
        "real estate listings with address, price, number of bedrooms, square meters, has garden, listing type rent or sale",
        "real-estate-listings: address, price number, number_of_bedrooms integer, square_meters number, has_garden boolean=False, listing_type[rent|sale]",
    ),
    (
        "simple blog backend w/ posts (title, body, published?) & comments (author name, text, post)",
        "posts: title, body, published boolean?\ncomments: author_name, text, post_id->post",
    ),
    (
        "people with many phone numbers, a nickname and birthdays",
        "people: nickname, birthday date\nphone-numbers: name, person_id->person?",
    ),
    (
        "Track loans: who borrowed it, which item, when it was lent and when it's due back",
        "loans: borrowed_by, item, lent_on date, due_back date",
    ),
    (
        "API for a gym: members (name, membership start date, membership type: monthly/yearly), 1 trainer per member, trainers have names and specialities",
        "members: name, membership_start_date date, membership_type[monthly|yearly], trainer_id->trainer\ntrainers: name, specialities*",
    ),
    (
        "Build an API for managing a museum's collection of paintings. For every painting we want the title, the artist's name, the year it was painted, and whether it is currently on display.",
        "paintings: title, artist_name, year_painted integer, currently_on_display boolean=False",
    ),
    (
        "The API should let staff register visitors: full name, company, badge number, arrival time and optionally the departure time.",
        "visitors: full_name, company, badge_number, arrival_time datetime, departure_time datetime?",
    ),
    (
        "Recipes need a title, servings (positive integer), prep time in minutes, difficulty (easy, medium, hard), and steps (list of strings).",
        "recipes: title, servings integer 0.., prep_time number, difficulty[easy|medium|hard], steps*",
    ),
    (
        "An app for tracking expenses. An expense is made up of an amount (in euros, must be positive), a category (food, travel, rent or other), a date and a free-text note.",
        "expenses: amount number 0.., category[food|travel|rent|other], date date, free_text_note",
    ),
    (
        "A music service: artists have a name and country, albums have a title, release date and an artist, tracks have a title, a duration in seconds and an album",
        "artists: name, country\nalbums: title, release_date date, artist_id->artist\ntracks: title, duration number, album_id->album",
    ),
    (
        "I want to track the books I've read: title, author, rating out of 5, date finished, and a short review.",
        "books: title, author, rating number 0..5, date_finished date, short_review",
    ),
    (
        "Make a Node API for a taxi firm. Drivers: name, phone, licence no. Rides: pickup address, dropoff address, fare (GBP), driver.",
        "drivers: name, phone, licence_no\nrides: pickup_address, dropoff_address, fare number, driver_id->driver",
    ),
    (
        "to-do items (text, done defaults to false, due date may be null)",
        "to-do-items: text, done boolean=False, due_date date?",
    ),
    (
        "A ticket has a subject, a priority between 1 and 5 (default 3), a status of open, closed or pending, and is assigned to an agent. Agents have a name and email.",
        "tickets: subject, priority integer=3 1..5, status[open|closed|pending], agent_id->agent\nagents: name, email email",
    ),
    (
        "Sensors record readings. A sensor has a name and a location, a reading has a value (float), a unit and a timestamp and belongs to a sensor.",
        "sensors: name, location\nreadings: value number, unit, timestamp datetime, sensor_id->sensor",
    ),
    (
        "API for a law firm: clients, cases (a case belongs to a client and has a title, status and opened date), and documents linked to a case with a filename and a url",
        "clients: name\ncases: client_id->client, title, status, opened_date date\ndocuments: case_id->case, filename, url url",
    ),
    ("fields: name, age, email; entity: customer", "customers: name, age integer, email email"),
    (
        "entity Book { title: String, pages: Int, published: Bool }",
        "books: title, pages integer, published boolean=False",
    ),
    (
        "Employee\n- name: text\n- salary: money, at least 0\n- startDate: date\n- manager: optional, another employee",
        "employees: name, salary number 0.., start_date date, manager_id->employee?",
    ),
    (
        "A voting app. Polls have a question and options. A vote is for a poll and stores the chosen option.",
        "polls: question, options*\nvotes: poll_id->poll, chosen_option",
    ),
    (
        "Rest api for a zoo with animals, each with a name, species, age and enclosure, and enclosures, each with a name and capacity",
        "animals: name, species, age integer, enclosure_id->enclosure\nenclosures: name, capacity integer",
    ),
    (
        "Store weather measurements: temperature in celsius, humidity (percent), wind speed, measured at, station. A station has a name, latitude and longitude.",
        "weather-measurements: temperature number, humidity number, wind_speed number, measured_at datetime, station_id->station\nstations: name, latitude number, longitude number",
    ),
    (
        "Create an API to manage a football league: teams have a name, a city and a coach; matches have a home team, an away team, home score, away score and a date",
        "teams: name, city, coach\nmatches: home_team_id->team, away_team_id->team, home_score number, away_score number, date date",
    ),
    (
        "Build an API where a user can save favourite quotes (text, author, source)",
        "favourite-quotes: text, author, source",
    ),
    (
        "I have a list of wines. For each wine I keep the name, vineyard, vintage year, price per bottle and how many bottles are left.",
        "wines: name, vineyard, vintage_year integer, price_per_bottle number, bottles_left integer",
    ),
    (
        "Need an API: shipments (tracking number, carrier, weight kg, shipped on, delivered boolean), packages belonging to shipments (length, width, height in cm)",
        "shipments: tracking_number, carrier, weight_kg number, shipped_on date, delivered boolean=False\npackages: shipment_id->shipment, length number, width number, height number",
    ),
    (
        "Reviews are written by customers about products. A review contains stars (1 to 5), a comment and a created date. Products have a name and price, customers have a name.",
        "reviews: customer_id->customer, product_id->product, stars integer 1..5, comment, created_date date=now\nproducts: name, price number\ncustomers: name",
    ),
    (
        "A job board. Companies post jobs. A company has a name and website. A job has a title, description, salary range, location, remote (yes/no), and belongs to a company.",
        "companies: name, website\njobs: title, description, salary_range, location, remote boolean=False, company_id->company",
    ),
    (
        "Library: Book(title, isbn, copies:int), Member(name, joined:date), Loan(book, member, due_date, returned:bool=false)",
        "books: title, isbn, copies integer\nmembers: name, joined date\nloans: book_id->book, member_id->member, due_date date, returned boolean=False",
    ),
    (
        "devices -> id, name, mac address, ip address, last seen at, is online",
        "devices: name, mac_address, ip_address, last_seen_at datetime, is_online boolean=False",
    ),
    (
        "API for volunteers & shifts. A shift has a start time, an end time, and max volunteers. Volunteers sign up for shifts.",
        "volunteers: name\nshifts: start_time time, end_time time, max_volunteers integer",
    ),
    (
        "Manage campsites. A campsite has a name, max 50 chars, capacity (at least 1, at most 12), price per night in EUR, and pets allowed (boolean)",
        "campsites: name ..50, capacity integer 1..12, price_per_night number, pets_allowed boolean=False",
    ),
    (
        "Store the following about each student: name, student number, email, enrolment year.",
        "students: name, student_number, email email, enrolment_year integer",
    ),
    (
        "a service for students. the student's name, age and GPA should be stored.",
        "students: name, age integer, gpa number",
    ),
    (
        "Meals: calories, protein, carbs, fat, eaten at. Also store a photo url and notes (both optional).",
        "meals: calories integer, protein number, carbs number, fat number, eaten_at datetime, photo_url url?, notes?",
    ),
    (
        "There are two kinds of records: customers and orders. Customers have a name and an address. Orders have a total, a currency (EUR, USD or GBP) and a customer.",
        "customers: name, address\norders: total number, currency[EUR|USD|GBP], customer_id->customer",
    ),
    (
        "Build an API for a conference: speakers (name, bio), talks (title, abstract, speaker, room, start time, duration), rooms (name, capacity).",
        "speakers: name, bio\ntalks: title, abstract, speaker_id->speaker, room_id->room, start_time time, duration number\nrooms: name, capacity integer",
    ),
    ("I have a list of wines.", "wines: name"),
    (
        "Vinyl shop: records (artist, title, year, condition mint|good|fair, price in pounds), customers (name, email), sales: record, customer, sold on",
        "records: artist, title, year integer, condition[mint|good|fair], price number\ncustomers: name, email email\nsales: record_id->record, customer_id->customer, sold_on date",
    ),
    (
        "Let me manage my houseplants: nickname, species, last watered date, sunlight needs (low/medium/high)",
        "houseplants: nickname, species, last_watered_date date, sunlight_needs[low|medium|high]",
    ),
    (
        "A simple API for a lending library of tools. Tools have a name, a serial number and a daily fee. Members have a name and a phone number. A loan records which member borrowed which tool, the loan date and the return date if returned.",
        "tools: name, serial_number, daily_fee number\nmembers: name, phone_number\nloans: member_id->member, tool_id->tool, loan_date date, return_date date?",
    ),
    (
        "API for tracking babies' feedings: amount in ml, type (breast, bottle or solid), time",
        "feedings: amount number, type[breast|bottle|solid], time time",
    ),
    (
        "build me a CRUD API for my D&D characters - name, class, race, level (1-20), hit points, backstory (optional)",
        "dnd-characters: name, class, race, level integer 1..20, hit_points integer, backstory?",
    ),
    (
        "We need to store flights. A flight number (unique), origin airport, destination airport, departure time, arrival time, gate (nullable) and number of seats.",
        "flights: flight_number!, origin_airport, destination_airport, departure_time datetime, arrival_time datetime, gate?, number_of_seats integer",
    ),
    (
        "Photo album service: an album has a name and is owned by a user, a photo has a caption, a url and belongs to an album; a user has a username and an email.",
        "albums: name, user_id->user\nphotos: caption, url url, album_id->album\nusers: username, email email",
    ),
    (
        "Each recipe: name, cuisine, minutes to cook, vegetarian yes/no.",
        "recipes: name, cuisine, minutes_to_cook, vegetarian boolean=False",
    ),
    ("rooms have numbers, types and prices", "rooms: number, type, price number"),
    (
        "An API for a veterinary practice that stores animals, their owners and vet visits. Animals: name, species, date of birth. Owners: full name, phone. Visits: animal, date, diagnosis, cost.",
        "animals: name, species, date_of_birth date\nowners: full_name, phone\nvisits: animal_id->animal, date date, diagnosis, cost number",
    ),
    (
        "Please generate backend code for contacts: first name (required), last name (required), company (optional), email (must be valid), birthday (optional).",
        "contacts: first_name, last_name, company?, email email, birthday date?",
    ),
    (
        "Build an API for donations. Fields: donor name, amount (must be greater than 0), currency (default EUR), donated_at, anonymous (default false)",
        "donations: donor_name, amount number 0.., currency=EUR, donated_at datetime, anonymous boolean=False",
    ),
    (
        "habit tracker with habits and check-ins. a habit has a name and frequency (daily or weekly). a check-in has a date and belongs to a habit.",
        "habits: name, frequency[daily|weekly]\ncheck-ins: date date, habit_id->habit",
    ),
    (
        "A leaderboard API: players submit scores. A score has points (integer, min 0), a level and achieved at. A player has a nickname.",
        "scores: points integer 0.., level, achieved_at datetime\nplayers: nickname",
    ),
    (
        "Implement an endpoint for feedback with a message, a score from 0 to 10 and an optional email",
        "feedback: message, score number 0..10, email email?",
    ),
    (
        "Create REST endpoints for managing warehouses (name, address), each warehouse has shelves (code, capacity)",
        "warehouses: name, address\nshelves: code, capacity integer, warehouse_id->warehouse?",
    ),
    (
        "Book lending: borrower (string), book title (string), lent date (date), returned (bool)",
        "book-lendings: borrower, book_title, lent_date date, returned boolean=False",
    ),
    (
        "the app has three entities. The first is the supplier, with a name and a VAT number. The second is the product, which has a name, a price and a supplier. The third is the purchase, which has a product, a quantity and a date.",
        "suppliers: name, vat_number\nproducts: name, price number, supplier_id->supplier\npurchases: product_id->product, quantity integer, date date",
    ),
    (
        "Products\n  name ........ string\n  price ....... decimal\n  in stock .... boolean\n",
        "products: name, price number, in_stock boolean=False",
    ),
    (
        "Patients table:\n- id\n- first_name varchar(50)\n- last_name varchar(50)\n- dob date\n- blood_type enum('A','B','AB','O')",
        "patients: first_name ..50, last_name ..50, dob date, blood_type[A|B|AB|O]",
    ),
    (
        "A todo API where each todo has a text, done flag, priority from 1 (high) to 5 (low) and optional due date; todos can be grouped in lists with a name",
        "todos: text, done boolean=False, priority integer 1..5, due_date date?",
    ),
    (
        "Online quiz backend. Quizzes have many questions. Questions have text, four options and the correct option (number from 1 to 4).",
        "quizzes: name\nquestions: text, options*, correct_option number 1..4, quiz_id->quiz?",
    ),
    (
        "Cities and countries. A country has a name, an ISO code and a population; a city has a name, a population, is capital (boolean) and lies in a country.",
        "cities: name, population integer, is_capital boolean=False, country_id->country\ncountries: name, iso_code, population integer",
    ),
    (
        "Time tracking for freelancers: clients, projects of a client with an hourly rate, time entries with project, minutes, date and description",
        "clients: name\nprojects: client_id->client, hourly_rate number\ntime-entries: project_id->project, minutes integer, date date, description",
    ),
    (
        "A simple service that remembers my passwords: site, username, password, notes",
        "passwords: site, username, password, notes",
    ),
    (
        "Build an inventory API. Each item has: a name, an SKU (unique), a quantity (>= 0), a unit price, and a reorder level (default 10).",
        "items: name, sku!, quantity integer 0.., unit_price number, reorder_level integer=10",
    ),
    (
        "Manage gift cards (code, balance, currency, expires at, is active)",
        "gift-cards: code, balance number, currency, expires_at datetime, is_active boolean=False",
    ),
    (
        "Employees, with name, job title, salary, and start date, work in departments, with name and floor",
        "employees: name, job_title, salary number, start_date date, department_id->department\ndepartments: name, floor integer",
    ),
    (
        "An API for my comic collection. Comics: series, issue number, publisher, cover price ($), grade between 0.5 and 10, read (y/n).",
        "comics: series, issue_number integer, publisher, cover_price number, grade number 0.5..10, read boolean=False",
    ),
    (
        "wedding guest list: name, email, plus one (boolean), dietary restrictions (optional), rsvp (yes, no, maybe), table number",
        "wedding-guests: name, email email, plus_one boolean=False, dietary_restrictions*?, rsvp[yes|no|maybe], table_number",
    ),
    (
        "Movies with reviews: a movie has a title, director and year. Users leave reviews, each with a rating out of 10 and a text.",
        "movies: review_ids*->review, title, director, year integer\nreviews: rating number 0..10, text",
    ),
    (
        "A booking system for meeting rooms. Meeting rooms have name, capacity and equipment (list). Bookings have room, organiser, starts at, ends at.",
        "meeting-rooms: name, capacity integer, equipment*\nbookings: room_id->meeting-room, organiser, starts_at datetime, ends_at datetime",
    ),
    (
        "Track my investments. For each investment I'd like to record the ticker symbol, number of shares, purchase price per share and purchase date.",
        "investments: ticker_symbol, number_of_shares integer, purchase_price_per_share number, purchase_date date",
    ),
    (
        "A class schedule API with classes, instructors and rooms: a class is taught by an instructor, takes place in a room, has a title, a weekday (Monday to Friday), start time and end time.",
        "classes: instructor_id->instructor, room_id->room, title, weekday, start_time time, end_time time\ninstructors: name\nrooms: name",
    ),
    (
        "animals in a shelter - name, species, age in years (optional), arrived on, adopted or not",
        "animals: name, species, age integer?, arrived_on date, adopted boolean=False",
    ),
    (
        "Support tickets should contain subject, description, status (one of: new, in progress, resolved), priority (enum low/medium/high), created at, and the customer they belong to. Customers should contain name and email.",
        "support-tickets: subject, description, status[new|in progress|resolved], priority[low|medium|high], created_at datetime=now, customer_id->customer\ncustomers: name, email email",
    ),
    (
        "Make an API which can be used to manage a list of servers, where every server has a hostname, an IP address, an operating system, RAM in GB and whether it is online.",
        "servers: hostname, ip_address, operating_system, ram number, online boolean=False",
    ),
    (
        "Build an API for orders. Order: id, customerName, totalAmount, status ('new' | 'paid' | 'shipped'), createdAt. OrderLine: orderId, productName, quantity, unitPrice.",
        "orders: customer_name, total_amount number, status[new|paid|shipped], created_at datetime=now\norder-lines: order_id->order, product_name, quantity integer, unit_price number",
    ),
    (
        "A parcel has a weight of at most 30 kg, a tracking code of exactly 12 characters, a sender and a recipient.",
        "parcels: weight number ..30, tracking_code 12..12, sender, recipient",
    ),
    (
        "messages between users: sender, recipient, body, sent at, read. users: username",
        "messages: sender, recipient, body, sent_at datetime, read boolean=False\nusers: username",
    ),
    (
        "I'm running a chess tournament and want to record players and their games",
        "players: name\ngames: title",
    ),
    (
        "service to keep record of vehicles' fuel fill-ups (vehicle, litres, price per litre, odometer, filled at)",
        "fuel-fill-ups: vehicle, litres number, price_per_litre number, odometer number, filled_at datetime",
    ),
    (
        "Library API. Entities: Book, Author, Member. Book has title, isbn, published year, author. Member has name and email.",
        "books: title, isbn, published_year integer, author_id->author\nauthors: name\nmembers: name, email email",
    ),
    ("need a quick backend. store cats. cats have names, breeds and ages", "cats: name, breed, age integer"),
    (
        "A product must have a name (max 100 chars), a price (>0), a category (electronics/clothing/food) and may have a description.",
        "products: name ..100, price number 0.., category[electronics|clothing|food], description?",
    ),
    (
        "Create an API with two resources, users and posts. A user has a name and an email; a post has a title, a body and an author, who is a user.",
        "users: name, email email\nposts: title, body, author_id->user",
    ),
    (
        "API to manage rental properties: address, monthly rent, bedrooms, bathrooms, available from (date), furnished. Tenants: name, email, phone, property.",
        "rental-properties: address, monthly_rent number, bedrooms integer, bathrooms number, available_from date, furnished boolean=False\ntenants: name, email email, phone, property_id->rental-property",
    ),
    (
        "Build an API for playlists. A playlist has a name and a description and includes songs. A song has a title, an artist and a length in seconds.",
        "playlists: name, description, song_ids*->song\nsongs: title, artist, length number",
    ),
    (
        "Write a CRUD backend for 'laptops'; attributes: brand, model, ram (GB), price (USD), refurbished?",
        "laptops: brand, model, ram number, price number, refurbished boolean=False",
    ),
    (
        "coffee shop: drinks with name, size (small, medium, large) and price; orders with customer name, drink, quantity and status (default 'new')",
        "drinks: name, size[small|medium|large], price number\norders: customer_name, drink_id->drink, quantity integer, status=new",
    ),
    (
        "I want to build an app to keep track of my kids' chores. A chore has a description, points and who it is assigned to.",
        "chores: description, points integer, assigned_to",
    ),
    (
        "Build a backend for an e-commerce site with products, customers, orders, and order items. Products have a name, description, price, and stock quantity. Customers have a first name, last name, email, and shipping address. Orders have a customer, order date, and status. Order items have an order, a product, a quantity, and a unit price.",
        "products: name, description, price number, stock_quantity integer\ncustomers: first_name, last_name, email email, shipping_address\norders: customer_id->customer, order_date date, status\norder-items: order_id->order, product_id->product, quantity integer, unit_price number",
    ),
    (
        "Fitness API: exercise name, muscle group, sets, reps, weight",
        "workouts: exercise_name, muscle_group, sets integer, reps integer, weight number",
    ),
    (
        "API: manage dogs -- each dog: name (string), breed (string), weight (float), vaccinated (boolean), owner email (email)",
        "dogs: name, breed, weight number, vaccinated boolean=False, owner_email email",
    ),
    (
        "Build an API with an entity called Spaceship that has a name, crew size, max speed and launch date",
        "spaceships: name, crew_size integer, max_speed number, launch_date date",
    ),
    ("todo:\n  - title\n  - done\n  - due date", "todos: title, done boolean=False, due_date date"),
    (
        "A fleet API storing trucks (plate number, capacity in tonnes, next inspection date, status: active / maintenance / retired).",
        "trucks: plate_number, capacity integer, next_inspection_date date, status[active|maintenance|retired]",
    ),
    (
        "Create an API for storing URLs with a title, url, tags and whether it has been read",
        "urls: title, url url, tags*, read boolean=False",
    ),
    (
        "we have authors who write books. authors have a name and birth year. books have a title, page count and language",
        "authors: name, birth_year integer\nbooks: title, page_count integer, language",
    ),
    (
        "Track expenses by category. Each expense has an amount, date, and note. Each category has a name and monthly budget.",
        "expenses: category_id->category, amount number, date date, note\ncategories: name, monthly_budget number",
    ),
    (
        "An API about planets. Planet: name, mass (kg), radius (km), has rings, number of moons, discovered in (year)",
        "planets: name, mass number, radius number, has_rings boolean=False, number_of_moons integer, discovered_in integer",
    ),
    (
        "API for a cinema: films (title, running time in minutes, age rating), screens (number, seats), showings (film, screen, starts at, ticket price)",
        "films: title, running_time number, age_rating\nscreens: number, seats integer\nshowings: film_id->film, screen_id->screen, starts_at datetime, ticket_price number",
    ),
    (
        "A comment belongs to a post. A post belongs to a blog. A blog belongs to a user. Posts have a title and content. Comments have a body. Blogs have a name. Users have a nickname.",
        "comments: post_id->post, body\nposts: blog_id->blog, title, content\nblogs: user_id->user, name\nusers: nickname",
    ),
    (
        "An asset register with assets: tag (unique), type (laptop, phone or monitor), purchase date, purchase price, assigned employee (optional). Employees: name, email.",
        "assets: tag!, type[laptop|phone|monitor], purchase_date date, purchase_price number, assigned_employee_id->employee?\nemployees: name, email email",
    ),
    (
        "bugs: title, steps to reproduce, severity 1-5, fixed",
        "bugs: title, steps_to_reproduce, severity integer 1..5, fixed boolean=False",
    ),
    (
        "Build me an appointments API where each appointment has a client name, a start and end time and notes",
        "appointments: client_name, start_time time, end_time time, notes",
    ),
    (
        "Store temperatures. Each one has a value in degrees, a room and a timestamp.",
        "temperatures: value number, room, timestamp datetime",
    ),
    (
        "Build a CRUD API for managing a 'Car' entity with the following attributes: make, model, year, and color. Use an in-memory database.",
        "cars: make, model, year integer, color",
    ),
    (
        "Design a RESTful API for an online store. It should support products, categories and reviews. Every product has a name, a price and a category. Every review has a rating (1-5), a comment and a product.",
        "products: name, price number, category_id->category\ncategories: name\nreviews: rating number 1..5, comment, product_id->product",
    ),
    (
        "I need endpoints for subscribers: email (required, unique), name (optional), subscribed at (timestamp), active (boolean, default true).",
        "subscribers: email email!, name?, subscribed_at datetime, active boolean=True",
    ),
    (
        "A train has a number, an origin and a destination. It has many carriages. A carriage has a number of seats and a class (first or second).",
        "trains: number, origin, destination\ncarriages: number_of_seats integer, class[first|second], train_id->train?",
    ),
    (
        "Students and their grades. A student has a name and a student number; a grade has a subject, a mark from 0 to 100, and a student.",
        "students: name, student_number\ngrades: subject, mark integer 0..100, student_id->student",
    ),
    (
        "Create an events API. An event should have a name, a venue, a date and time, a ticket price in euros and a maximum number of guests.",
        "events: name, venue, date date, time time, ticket_price number, maximum_number_of_guests integer",
    ),
    (
        "Teams consist of players. Each team has a name and a coach; each player has a name, a shirt number and a position.",
        "teams: player_ids*->player, name, coach\nplayers: name, shirt_number, position",
    ),
    (
        "A bank account API: accounts have an IBAN, an owner name and a balance that can't be negative; transactions have an amount, a currency, a date and an account.",
        "accounts: iban, owner_name, balance number 0..\ntransactions: amount number, currency, date date, account_id->account",
    ),
    (
        "Each invoice is linked to a customer and has an invoice number (unique), an issue date, a due date, a net amount and a VAT rate (default 0.2).",
        "invoices: customer_id->customer, invoice_number!, issue_date date, due_date date, net_amount number, vat_rate number=0.2\ncustomers: name",
    ),
    (
        "A polling station API: voters (full name, national id unique), ballots (voter, candidate name, cast at)",
        "voters: full_name, national_id!\nballots: voter_id->voter, candidate_name, cast_at datetime",
    ),
    (
        "Write an API for a daycare: children (name, birth date, allergies), parents (name, phone). A child can have several parents.",
        "children: name, birth_date date, allergies*\nparents: name, phone, child_id->child?",
    ),
    (
        "a service which holds jokes, with setup, punchline and a funny score between 1 and 10",
        "jokes: setup, punchline, funny_score number 1..10",
    ),
    ("API for parcels with a length and a weight", "parcels: length number, weight number"),
    (
        "A task is assigned to an employee and has a title",
        "tasks: employee_id->employee, title\nemployees: name",
    ),
    (
        "An order is placed by a customer, contains a list of products, a total and a status",
        "orders: customer_id->customer, products*, total number, status\ncustomers: name",
    ),
    ("A book is written by an author. Books have a title", "books: author_id->author, title\nauthors: name"),
    ("tasks can be marked as done", "tasks: done boolean=False"),
    ("A task has a title and can be marked as done", "tasks: title, done boolean=False"),
    ("Users should be able to log in. Users can create tasks. A task has a title.", "tasks: title"),
    ("A shop sells products. Each product has a price.", "products: price number"),
    (
        "an API where I can save and fetch my favourite movies with title, year and rating",
        "favourite-movies: title, year integer, rating number",
    ),
    (
        "A news site. Articles have a headline and are in a category. Categories have a name.",
        "articles: headline, category_id->category\ncategories: name",
    ),
    (
        "API for managing the employees of a company: name, role, salary",
        "employees: company_id->company, name, role, salary number\ncompanies: name",
    ),
    ("build an api that returns books with title and author", "books: title, author"),
    (
        "API for cars and their owners: car (make, model, owner), owner (name, phone)",
        "cars: make, model, owner_id->owner\nowners: name, phone",
    ),
    (
        "I need to store: books (title, pages), magazines (title, issue number)",
        "books: title, pages integer\nmagazines: title, issue_number integer",
    ),
    (
        "create a db of birds (species, wingspan in cm, migratory)",
        "birds: species, wingspan number, migratory",
    ),
    (
        "A flight booking system with flights (number, origin, destination, departs at, arrives at), passengers (name, passport number) and bookings linking passengers to flights with a seat.",
        "flights: number, origin, destination, departs_at datetime, arrives_at datetime\npassengers: name, passport_number\nbookings: passenger_id->passenger, flight_id->flight, seat",
    ),
    (
        "Backend: clients + invoices; clients: name, vat id; invoices: client, number, amount, paid",
        "clients: name, vat_id\ninvoices: client_id->client, number, amount number, paid boolean=False",
    ),
    (
        "A patient has exactly one doctor. A doctor has a name and a speciality. A patient has a name, date of birth and blood type (A, B, AB or O).",
        "patients: doctor_id->doctor, name, date_of_birth date, blood_type[A|B|AB|O]\ndoctors: name, speciality",
    ),
    (
        "CRUD for a 'Movie' model: title – required; year – optional; genre – one of comedy, drama, horror",
        "movies: title, year integer?, genre[comedy|drama|horror]",
    ),
)
