"""Jobs that keep the others going."""

from __future__ import annotations

from procrastinate import JobContext
from procrastinate.contrib.django import app

SECONDS_UNTIL_STALLED = 30


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="retry-stalled", lock="retry-stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:
    """Does again what a killed worker left half done. Every effect stands being done twice."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=SECONDS_UNTIL_STALLED):
        await manager.retry_job(job)
