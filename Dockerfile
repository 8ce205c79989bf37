ARG BASE=docker.io/library/python:3.11-slim

FROM ${BASE} AS builder
# Where the building machine trusts a CA of its own; an argument, so that it stays out of the image.
ARG SSL_CERT_FILE
ENV PIP_NO_CACHE_DIR=1 \
    UV_NO_CACHE=1 \
    UV_PYTHON_DOWNLOADS=never
WORKDIR /build
COPY requirements-uv.lock requirements.lock ./
# The environment is made without pip, and uv stays behind: what ships can install nothing.
# Tests and headers of the packages go too; they are a tenth of it.
RUN pip install --no-warn-script-location --require-hashes --only-binary :all: -r requirements-uv.lock \
    && python -m venv --without-pip /opt/dashboard \
    && uv pip sync --python /opt/dashboard/bin/python --require-hashes --only-binary :all: \
        --compile-bytecode requirements.lock \
    && find /opt/dashboard -type d -name tests -prune -exec rm -rf {} + \
    && rm -rf /opt/dashboard/lib/python3.11/site-packages/pyarrow/include

FROM ${BASE}
ARG VERSION=0.0.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Sales dashboard" \
      org.opencontainers.image.description="A self-hosted sales dashboard over PostgreSQL" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
# HOME is the one folder that may be written: a tmpfs when the root file system is read-only.
ENV PATH=/opt/dashboard/bin:$PATH \
    HOME=/tmp \
    LISTEN_ADDRESS=0.0.0.0 \
    DATA_DIR=/tmp \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    STREAMLIT_BROWSER_GATHER_USAGE_STATS=false
RUN groupadd --gid 10001 dashboard \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /tmp --shell /usr/sbin/nologin dashboard
COPY --from=builder /opt/dashboard /opt/dashboard
COPY . /app
WORKDIR /app
RUN python -m compileall -q /app
USER 10001:10001
EXPOSE 8501 8600
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
    CMD ["python", "-m", "ops.sidecar.probe"]
CMD ["python", "-m", "ops.web"]
