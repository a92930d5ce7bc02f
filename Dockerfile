# The images that it is built from can be others, such as those of a registry of your own.
ARG GO_IMAGE=docker.io/library/golang:1.26.8

FROM ${GO_IMAGE} AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -buildvcs=false -ldflags=-s -o /out/tulos ./cmd/tulos \
 && install -d /out/folders/data /out/folders/reports \
 && install -d -m 1777 /out/folders/tmp

# Nothing but the program, a folder for its data, one for its temporary files, and one for
# what its commands write:
#
#   docker run --rm --user "$(id -u):$(id -g)" -v "$PWD/reports-out:/reports" \
#     tulos report demo --period 2 --out .
FROM scratch
LABEL org.opencontainers.image.title="Tulos" \
      org.opencontainers.image.description="Progress reporting for cross-border project partnerships" \
      org.opencontainers.image.licenses="EUPL-1.2" \
      org.opencontainers.image.documentation="docs/installation.md"
COPY --from=build /out/tulos /tulos
COPY --from=build --chown=65532:65532 /out/folders /
USER 65532:65532
WORKDIR /reports
ENV TULOS_LISTEN=:8080 TULOS_DATA=/data TULOS_LOG_FORMAT=json
EXPOSE 8080
VOLUME /data
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=6s --start-period=20s CMD ["/tulos", "health"]
ENTRYPOINT ["/tulos"]
CMD ["serve"]
