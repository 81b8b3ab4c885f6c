"""The web application. Migrations never import this file."""

from fastapi import Depends, FastAPI
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from src.config import settings
from src.database import get_async_session
from src.events.models import Event

app = FastAPI(title=settings.app_name)


@app.get("/events")
async def list_events(session: AsyncSession = Depends(get_async_session)) -> list[dict[str, object]]:
    events = await session.scalars(select(Event).order_by(Event.starts_at))
    return [{"id": event.id, "title": event.title, "status": event.status} for event in events]
