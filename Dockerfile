FROM golang:1.26.8 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags=-s -o /out/tulos ./cmd/tulos \
 && mkdir -p /out/folders/reports \
 && install -d -m 1777 /out/folders/tmp

# Nothing but the program, a folder for its temporary files, and one for what it
# writes:
#
#   docker run --rm --user "$(id -u):$(id -g)" -v "$PWD/reports-out:/reports" \
#     tulos report demo --period 2 --out .
FROM scratch
COPY --from=build /out/tulos /tulos
COPY --from=build --chown=65532:65532 /out/folders /
USER 65532:65532
WORKDIR /reports
ENTRYPOINT ["/tulos"]
