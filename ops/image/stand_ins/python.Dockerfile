# Stands in for docker.io/library/python: Debian's Python where the published image has one of its own in /usr/local.
ARG DEBIAN
FROM ${DEBIAN}
LABEL stand-in="python"
ENV PATH=/usr/local/bin:/usr/local/sbin:/usr/bin:/usr/sbin:/bin:/sbin \
    LANG=C.UTF-8
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends python3 python3-pip python3-venv \
    && rm -rf /var/lib/apt/lists/* /usr/lib/python3.11/EXTERNALLY-MANAGED \
    && ln -s python3 /usr/bin/python
CMD ["python3"]
