"""A reading list: a small API with its data in memory."""

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel

app = FastAPI(title="Reading list")


class NewBook(BaseModel):
    title: str


class Book(NewBook):
    id: int


books = [Book(id=1, title="The Mythical Man-Month"), Book(id=2, title="A Philosophy of Software Design")]


@app.get("/health")
def health() -> dict[str, str]:
    return {"status": "ok"}


@app.get("/books")
def list_books() -> list[Book]:
    return books


@app.post("/books", status_code=201)
def add_book(new: NewBook) -> Book:
    book = Book(id=len(books) + 1, title=new.title)
    books.append(book)
    return book


@app.get("/books/{book_id}")
def show_book(book_id: int) -> Book:
    for book in books:
        if book.id == book_id:
            return book
    raise HTTPException(status_code=404, detail="There is no such book")
