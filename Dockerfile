# One image for the app, the sidecar, the worker and the migration: docs/ci.md.
FROM docker.io/library/python:3.11-slim AS base

FROM base AS builder
# Where the building machine trusts a CA of its own; an argument, so that it stays out of the image.
ARG SSL_CERT_FILE
# Not empty: with Sentry and OpenTelemetry.
ARG OBSERVE
ENV PIP_NO_CACHE_DIR=1 \
    UV_NO_CACHE=1 \
    UV_PYTHON_DOWNLOADS=never \
    SITE=/opt/dashboard/lib/python3.11/site-packages
WORKDIR /build
COPY requirements-uv.lock requirements.lock requirements-observe.lock ./
# The environment is made without pip, and uv stays behind: what ships can install nothing.
# What the packages bring for tests, compilers, debuggers of scripts and Jupyter goes too: a tenth of it.
RUN pip install --no-warn-script-location --require-hashes --only-binary :all: -r requirements-uv.lock \
    && python -m venv --without-pip /opt/dashboard \
    && uv pip sync --python /opt/dashboard/bin/python --require-hashes --only-binary :all: --compile-bytecode \
        requirements.lock ${OBSERVE:+requirements-observe.lock} \
    && find /opt/dashboard -type d -name tests -prune -exec rm -rf {} + \
    && find /opt/dashboard -type f -name '*.map' -delete \
    && rm -rf "${SITE}/pyarrow/include" "${SITE}/pydeck/nbextension/static" "${SITE}/plotly/labextension" \
        /opt/dashboard/etc /opt/dashboard/share/jupyter

# The list of what is installed, made by a tool that stays behind as well.
FROM builder AS sbom
ARG SSL_CERT_FILE
COPY requirements-sbom.lock ./
RUN uv venv --quiet /opt/sbom \
    && uv pip sync --quiet --python /opt/sbom/bin/python --require-hashes --only-binary :all: requirements-sbom.lock \
    && /opt/sbom/bin/cyclonedx-py environment --output-reproducible --of JSON -o /build/sbom.cdx.json /opt/dashboard/bin/python

FROM base
# HOME is the one folder that may be written: a tmpfs when the root file system is read-only.
ENV PATH=/opt/dashboard/bin:$PATH \
    HOME=/tmp \
    LISTEN_ADDRESS=0.0.0.0 \
    DATA_DIR=/tmp \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    STREAMLIT_BROWSER_GATHER_USAGE_STATS=false
# The base's own installers are of no use to who runs this, and of some to who breaks in.
RUN groupadd --gid 10001 dashboard \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /tmp --shell /usr/sbin/nologin dashboard \
    && find /usr/bin /usr/local/bin -maxdepth 1 \( -name 'pip*' -o -name 'idle*' -o -name 'easy_install*' \) -delete \
    && find /usr/lib /usr/local/lib /usr/share -type d \( -name pip -o -name ensurepip -o -name setuptools -o -name wheel \
        -o -name 'pip-*' -o -name 'setuptools-*' -o -name 'wheel-*' -o -name python-wheels \) -prune -exec rm -rf {} +
COPY --from=builder /opt/dashboard /opt/dashboard
COPY --from=sbom /build/sbom.cdx.json /opt/dashboard/share/sbom.cdx.json
WORKDIR /app
COPY . /app
RUN python -m compileall -q /app && rm requirements*.lock
USER 10001:10001
EXPOSE 8501 8600
STOPSIGNAL SIGTERM
# The app's. Who starts another part gives that part's own: docker-compose.prod.yml.
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
    CMD ["python", "-m", "ops.sidecar.probe"]
CMD ["python", "-m", "ops.web"]
# Last, since every commit changes them.
ARG VERSION=0.0.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Sales dashboard" \
      org.opencontainers.image.description="A self-hosted sales dashboard over PostgreSQL" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.base.name="docker.io/library/python:3.11-slim"
