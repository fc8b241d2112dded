FROM python:3.13-slim
COPY --from=ghcr.io/astral-sh/uv:0.9 /uv /usr/local/bin/uv
WORKDIR /srv/tovholder
ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy PATH="/srv/tovholder/.venv/bin:$PATH"
COPY pyproject.toml uv.lock README.md LICENSE ./
RUN uv sync --frozen --no-dev --no-install-project
COPY . .
RUN uv sync --frozen --no-dev && useradd --system --home-dir /var/lib/tovholder tovholder \
    && mkdir -p /var/lib/tovholder && chown tovholder /var/lib/tovholder
USER tovholder
EXPOSE 8000
CMD ["sh", "-c", "tovholder migrate && exec tovholder serve"]
