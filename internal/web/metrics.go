package web

import (
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Metrics are what Prometheus reads of a process: its requests by route, method and
// status, how long they took in seconds, and the process itself. They name no person, no
// project and no address.
type Metrics struct {
	registry *prometheus.Registry
	requests *prometheus.HistogramVec
	underWay prometheus.Gauge
	jobGood  *prometheus.GaugeVec
	jobFault *prometheus.GaugeVec
}

// NewMetrics makes those of a process.
func NewMetrics() *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "tulos_request_seconds", Help: "How long requests took.",
			Buckets: []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10, 60},
		}, []string{"route", "method", "status"}),
		underWay: prometheus.NewGauge(prometheus.GaugeOpts{Name: "tulos_requests_under_way", Help: "Requests that are not answered yet."}),
	}
	m.jobGood = prometheus.NewGaugeVec(prometheus.GaugeOpts{
		Name: "tulos_job_good_timestamp_seconds", Help: "When a job last began and ended well; 0: never.",
	}, []string{"job"})
	m.jobFault = prometheus.NewGaugeVec(prometheus.GaugeOpts{
		Name: "tulos_job_faults", Help: "How often a job has failed since it last went well.",
	}, []string{"job"})
	m.registry.MustRegister(m.requests, m.underWay, m.jobGood, m.jobFault, collectors.NewGoCollector(), collectors.NewBuildInfoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Handler answers GET /metrics, and nothing else.
func (m *Metrics) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{}))
	return mux
}

// Job tells how a job stands, done by whichever process.
func (m *Metrics) Job(name string, good time.Time, faults int) {
	seconds := 0.0
	if !good.IsZero() {
		seconds = float64(good.UnixMilli()) / 1000
	}
	m.jobGood.WithLabelValues(name).Set(seconds)
	m.jobFault.WithLabelValues(name).Set(float64(faults))
}

// began counts a request that has come in.
func (m *Metrics) began() {
	if m != nil {
		m.underWay.Inc()
	}
}

// ended counts an answer. Without a route it is that of a path that there is not.
func (m *Metrics) ended(route, method string, status int, took time.Duration) {
	if m != nil {
		m.underWay.Dec()
		m.requests.WithLabelValues(route, method, strconv.Itoa(status)).Observe(took.Seconds())
	}
}
