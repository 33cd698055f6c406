# Build a bookstore API. Authors have a name, an optional country and a birth date.
# Each book has a title, a price, a number of pages, a published date and an in stock flag;
# a book belongs to an author.
