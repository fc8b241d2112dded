"""Settings, read from `TOVHOLDER_*` environment variables. No secrets have defaults."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Everything a municipality may set without touching code."""

    model_config = SettingsConfigDict(env_prefix="TOVHOLDER_", frozen=True)

    municipality: str = "Kommunen"
    """The municipality's name, as its citizens know it."""
    database_url: str = "sqlite:///var/tovholder.db"
    host: str = "127.0.0.1"
    port: int = 8000
    published_on_loopback: bool = False
    """Say yes where `host` is not loopback and yet only this machine can reach it, as in a container."""
    var: Path = Path("var")
    """Where run-time files live: the SQLite database and problem files of failed runs."""
    solve_seconds: float = 300.0
    """Time limit of one matching run, in seconds."""
    plan_seconds: float = 30.0
    """Time limit of one meeting planning run, in seconds; the best plan found by then is taken."""
    solve_megabytes: int = 8192
    """Memory limit of one run's child process."""
    matching_policy: Path | None = None
    """A file with what the municipality has decided about matching (docs/policy.md); without it the defaults hold."""
    closed: frozenset[date] = frozenset()
    """The municipality's own closing days, beside weekends and public holidays."""
    follow_ups: dict[str, Any] = {}
    """Its own figures for follow-ups, as JSON: `{"samtaler": {"every_months": 2}}`. Which there are: docs/law.md; those
    that the law states cannot be replaced."""
    calendar_domain: str = "tovholder.invalid"
    """The municipality's domain: with it every calendar tells our meetings from all others. Set it before the first
    invitation leaves, and never change it."""
    local_calendars: bool = False
    """Whether calendars may be fetched from this machine and the internal network, and without encryption. Whoever may
    give an address could then make the service knock on every door there."""
    mail: Literal["folder", "smtp"] = "folder"
    """Where e-mail goes: into files beneath `var`, or to a mail server. Text messages and Digital Post always go into
    files, for the municipality's own gateway to fetch."""
    mail_from: str = "tovholder@tovholder.invalid"
    """The sender's address."""
    smtp_host: str = "localhost"
    smtp_port: int = Field(default=587, ge=1, le=65535)
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    """`none` only where the mail server is on this machine."""
    smtp_user: str | None = None
    smtp_password: SecretStr | None = None
    smtp_seconds: float = Field(default=20.0, gt=0)
    """How long the mail server may take over each of its answers."""
    cvr_file: Path | None = None
    """A file with records of the business register (docs/companies.md), in place of the live service."""
    cvr_address: str | None = None
    """Where the business register's search service is; it needs the name and the password that the register gave."""
    cvr_user: str | None = None
    cvr_password: SecretStr | None = None
    keep_messages_days: int = Field(default=90, ge=30)
    """How long a message that was sent, withheld or given up is kept."""
    keep_looks_days: int = Field(default=1826, ge=366)
    """How long the trail keeps who looked at whom: five years. Changes are never deleted from the trail."""
    keep_failed_runs_days: int = Field(default=90, ge=1)
    """How long the problem of a run that failed is kept for whoever looks into it; it holds no names."""
    citizen_answer_days: int = Field(default=7, ge=1, le=60)
    """How many days a citizen has to answer a proposal before it lapses."""
    employer_answer_days: int = Field(default=7, ge=1, le=60)
    """The same for the employer, from the citizen's yes."""
    answer_reminder_days: int = Field(default=2, ge=0, le=30)
    """So many days before a proposal lapses, whoever has not answered is reminded."""
    keep_uploads_days: int = Field(default=30, ge=1)
    """How long a sheet that was sent in is kept; what was taken from it stays."""
    keep_attendance_days: int = Field(default=730, ge=90)
    """How long it is kept who came on which day of a placement."""
    keep_troubles_days: int = Field(default=1826, ge=366)
    """How long a message that something was wrong is kept after it was closed: five years."""
    days_ahead: int = Field(default=0, ge=0, le=3650)
    """Sets the clock forward, to see in a demonstration what falls due later. SQLite only, and every page says so."""

    @model_validator(mode="after")
    def _only_a_demonstration_lives_ahead(self) -> Self:
        if self.days_ahead and not self.database_url.startswith("sqlite:"):
            raise ValueError("TOVHOLDER_DAYS_AHEAD: uret kan kun stilles frem i en demonstration på SQLite")
        return self


@cache
def settings() -> Settings:
    """The process's settings, read once."""
    return Settings()
