{{- define "linkauth.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "linkauth.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" }}
{{- else if contains (include "linkauth.name" .) .Release.Name }}
{{- .Release.Name | trunc 63 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name (include "linkauth.name" .) | trunc 63 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{/* What pods are found by; never changes from one version to the next. */}}
{{- define "linkauth.selector" -}}
app.kubernetes.io/name: {{ include "linkauth.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "linkauth.labels" -}}
{{ include "linkauth.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}

{{- define "linkauth.serviceAccountName" -}}
{{- if .Values.serviceAccount.create }}
{{- default (include "linkauth.fullname" .) .Values.serviceAccount.name }}
{{- else }}
{{- default "default" .Values.serviceAccount.name }}
{{- end }}
{{- end }}

{{- define "linkauth.port" -}}
{{- .Values.settings.LINKAUTH_PORT | default 8080 | int }}
{{- end }}

{{/* 0 where there are no metrics. */}}
{{- define "linkauth.metricsPort" -}}
{{- .Values.settings.LINKAUTH_METRICS_PORT | default 0 | int }}
{{- end }}

{{/* What the broker itself would only find out as it ends, or not at all. */}}
{{- define "linkauth.checkValues" -}}
{{- $drain := .Values.settings.LINKAUTH_DRAIN_DELAY | default 0 | int }}
{{- if le (int .Values.terminationGracePeriodSeconds) (add $drain 9 | int) }}
{{- fail (printf "terminationGracePeriodSeconds (%d) must be more than settings.LINKAUTH_DRAIN_DELAY (%d) and the 9 seconds that connections have to end" (int .Values.terminationGracePeriodSeconds) $drain) }}
{{- end }}
{{- if and .Values.metrics.serviceMonitor.enabled (eq (include "linkauth.metricsPort" .) "0") }}
{{- fail "metrics.serviceMonitor needs settings.LINKAUTH_METRICS_PORT" }}
{{- end }}
{{- end }}
