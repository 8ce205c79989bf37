# Stands in for docker.io/library/nginx: Debian's nginx-light laid out as the published image is.
ARG DEBIAN
FROM ${DEBIAN}
LABEL stand-in="nginx"
# hadolint ignore=DL3008
RUN groupadd --system --gid 101 nginx \
    && useradd --system --uid 101 --gid 101 --home-dir /nonexistent --no-create-home --shell /bin/false nginx \
    && apt-get update \
    && apt-get install -y --no-install-recommends curl gettext-base nginx-light \
    && rm -rf /var/lib/apt/lists/* /etc/nginx/sites-* /etc/nginx/snippets /etc/nginx/modules-enabled /var/www \
    && mkdir -p /docker-entrypoint.d /etc/nginx/conf.d /etc/nginx/templates \
    && install --directory --owner=nginx --group=nginx /var/cache/nginx \
    && ln -sf /dev/stdout /var/log/nginx/access.log \
    && ln -sf /dev/stderr /var/log/nginx/error.log
COPY nginx.conf /etc/nginx/nginx.conf
COPY --chmod=755 entrypoint.sh /docker-entrypoint.sh
STOPSIGNAL SIGQUIT
EXPOSE 80
ENTRYPOINT ["/docker-entrypoint.sh"]
CMD ["nginx", "-g", "daemon off;"]
