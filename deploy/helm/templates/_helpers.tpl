{{- define "dockhand.name" -}}
{{- if contains "dockhand" .Release.Name }}{{ .Release.Name | trunc 50 | trimSuffix "-" }}{{ else }}{{ printf "%s-dockhand" .Release.Name | trunc 50 | trimSuffix "-" }}{{ end }}
{{- end }}

{{- define "dockhand.selector" -}}
app.kubernetes.io/name: dockhand
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .part }}
{{- end }}

{{- define "dockhand.labels" -}}
{{ include "dockhand.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end }}

{{/* The image of app, box or egress: by its digest where there is one. */}}
{{- define "dockhand.image" -}}
{{- $images := .root.Values.images }}
{{- $repository := required "images.repository: where your own images are, such as ghcr.io/your-organisation/dockhand (the release workflow publishes app, box and egress there)" $images.repository }}
{{- $digest := get $images.digests .part }}
{{- if $digest }}{{ $repository }}/{{ .part }}@{{ $digest }}{{ else }}{{ $repository }}/{{ .part }}:{{ $images.tag | default .root.Chart.AppVersion }}{{ end }}
{{- end }}

{{- define "dockhand.secretName" -}}
{{- .Values.secrets.existingSecret | default (printf "%s-secrets" (include "dockhand.name" .)) }}
{{- end }}

{{/* Which settings and secrets each process reads. test/deploy/kubernetes/chart.test.ts holds these lists to the table of settings. */}}
{{- define "dockhand.botSettings" -}}
DISCORD_API_URL DISCORD_GUILD_ID DISCORD_SERVERS DISCORD_SHARDS TA_ROLE_ID TA_CHANNEL_ID CLASS_CHANNEL_ID CLASS_LANGUAGE CLASS_TIME_ZONE QUEUE_PREFIX QUEUE_LIMIT PRACTICE_PER_DAY REMEMBER_VERDICTS BACKUP_HOURS BACKUP_KEEP RETENTION_DAYS DOCKHAND_LESSON GITHUB_API_URL GITHUB_REPORTS WEB_URL WEB_TRUSTED_PROXIES LOG_LEVEL OTEL_EXPORTER_OTLP_ENDPOINT
{{- end }}
{{- define "dockhand.workerSettings" -}}
QUEUE_PREFIX SANDBOX_PROXY LOG_LEVEL OTEL_EXPORTER_OTLP_ENDPOINT
{{- end }}
{{- define "dockhand.limits" -}}
SANDBOX_PULL_SECONDS SANDBOX_BUILD_SECONDS SANDBOX_READY_SECONDS SANDBOX_PROBE_SECONDS SANDBOX_STOP_SECONDS SANDBOX_JOB_SECONDS SANDBOX_BUSY_TIMES SANDBOX_CALL_SECONDS SANDBOX_BOX_WAIT_SECONDS SANDBOX_LEASE_SECONDS SANDBOX_CONTEXT_MB SANDBOX_CONTEXT_FILES SANDBOX_IMAGE_MB SANDBOX_OPEN_FILES SANDBOX_PROCESSES SANDBOX_LOG_READ_MB SANDBOX_ANSWER_KB SANDBOX_LOG_KEPT_KB SANDBOX_RESPONSE_KB SANDBOX_REDIRECTS
{{- end }}
{{- define "dockhand.botSecrets" -}}
DISCORD_TOKEN DISCORD_CLIENT_SECRET WEB_TOKEN METRICS_TOKEN GITHUB_TOKEN REDIS_URL REDIS_CA DATABASE_URL
{{- end }}
{{- define "dockhand.workerSecrets" -}}
METRICS_TOKEN REDIS_URL REDIS_CA
{{- end }}

{{/* Settings of this process as its environment: dict "root" "names". */}}
{{- define "dockhand.settings" -}}
{{- range $name := splitList " " .names }}
{{- if hasKey $.root.Values.settings $name }}
- name: {{ $name }}
  value: {{ get $.root.Values.settings $name | quote }}
{{- end }}
{{- end }}
{{- end }}

{{/* What a box has, as bot and worker tell it to students. */}}
{{- define "dockhand.boxLimits" -}}
{{- $limits := .Values.box.resources.limits }}
{{- $cores := toString $limits.cpu }}
- name: SANDBOX_MEMORY
  value: {{ $limits.memory | lower | trimSuffix "i" | quote }}
- name: SANDBOX_CPUS
  value: {{ ternary (divf (trimSuffix "m" $cores | float64) 1000) $cores (hasSuffix "m" $cores) | quote }}
- name: SANDBOX_PIDS
  value: {{ .Values.box.processes | quote }}
- name: SANDBOX_DISK_GB
  value: {{ .Values.box.diskGB | quote }}
{{- end }}

{{/* Secrets are files; the environment says only where: dict "root" "names". */}}
{{- define "dockhand.secretFiles" -}}
{{- range $name := splitList " " .names }}
{{- if has $name $.root.Values.secrets.keys }}
- name: {{ $name }}_FILE
  value: /run/secrets/dockhand/{{ $name }}
{{- end }}
{{- end }}
{{- end }}

{{- define "dockhand.secretVolume" -}}
- name: secrets
  secret:
    secretName: {{ .secret }}
    defaultMode: 0444
    items:
    {{- range $name := splitList " " .names }}
    {{- if has $name $.root.Values.secrets.keys }}
      - { key: {{ $name }}, path: {{ $name }} }
    {{- end }}
    {{- end }}
{{- end }}

{{- define "dockhand.lessonsVolume" -}}
{{- with .Values.lessons.volume }}
- name: lessons
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* What every container has but a box. */}}
{{- define "dockhand.restricted" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
runAsNonRoot: true
capabilities: { drop: [ALL] }
seccompProfile: { type: RuntimeDefault }
{{- end }}

{{- define "dockhand.spread" -}}
topologySpreadConstraints:
  - maxSkew: 1
    topologyKey: kubernetes.io/hostname
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels:
        {{- include "dockhand.selector" . | nindent 8 }}
{{- end }}

{{/* Rules of network policies that bot and workers share. */}}
{{- define "dockhand.dns" -}}
- to: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: kube-system } } }]
  ports: [{ protocol: UDP, port: 53 }, { protocol: TCP, port: 53 }]
{{- end }}
{{- define "dockhand.outside" -}}
- to:
    - ipBlock:
        cidr: 0.0.0.0/0
        except:
          {{- toYaml .Values.networkPolicies.privateNetworks | nindent 10 }}
    # Global addresses alone: what is private in IPv6 lies outside of these.
    - ipBlock: { cidr: 2000::/3 }
{{- end }}

{{/* What cannot be right, all in plain words before anything is made. */}}
{{- define "dockhand.checks" -}}
{{- $v := .Values }}
{{- if and $v.secrets.existingSecret $v.secrets.values }}
{{- fail "secrets: existingSecret and values say the same twice; give one of them" }}
{{- end }}
{{- $known := splitList " " (printf "%s %s %s" (include "dockhand.botSettings" .) (include "dockhand.workerSettings" .) (include "dockhand.limits" .)) }}
{{- $secret := splitList " " (include "dockhand.botSecrets" .) }}
{{- range $name := keys $v.settings | sortAlpha }}
{{- if has $name $secret }}
{{- fail (printf "settings.%s is a secret: put it into the Secret and its name into secrets.keys" $name) }}
{{- else if not (has $name $known) }}
{{- fail (printf "settings.%s is no setting of bot or worker, or one that this chart sets by itself; docs/settings.md lists them" $name) }}
{{- end }}
{{- end }}
{{- range $name := $v.secrets.keys }}
{{- if not (has $name $secret) }}
{{- fail (printf "secrets.keys: %s is no secret of Dockhand's; they are %s" $name (join ", " $secret)) }}
{{- end }}
{{- end }}
{{- range $name := list "DISCORD_TOKEN" "REDIS_URL" "METRICS_TOKEN" }}
{{- if not (has $name $v.secrets.keys) }}
{{- fail (printf "secrets.keys has no %s: the bot needs its token, both need Redis, and KEDA and Prometheus read the metrics with METRICS_TOKEN" $name) }}
{{- end }}
{{- end }}
{{- if not $v.secrets.existingSecret }}
{{- range $name := $v.secrets.keys }}
{{- if not (get $v.secrets.values $name) }}
{{- fail (printf "secrets: name a Secret of your own in secrets.existingSecret, or give secrets.values.%s" $name) }}
{{- end }}
{{- end }}
{{- end }}
{{- if and (gt (int $v.bot.replicas) 1) (not (has "DATABASE_URL" $v.secrets.keys)) }}
{{- fail "bot.replicas: more than one bot need a PostgreSQL: put DATABASE_URL (postgres://…) into the Secret and into secrets.keys" }}
{{- end }}
{{- if and (has "DATABASE_URL" $v.secrets.keys) (ne (toString (get $v.settings "BACKUP_HOURS" | default "0")) "0") (not $v.bot.backups.existingClaim) }}
{{- fail "settings.BACKUP_HOURS: while the records are in PostgreSQL their copies need a claim of yours, bot.backups.existingClaim: a copy in the pod would go with it" }}
{{- end }}
{{- if and $v.web.ingress.enabled (not $v.web.ingress.host) }}
{{- fail "web.ingress.host: the name that browsers use, such as dockhand.example.org" }}
{{- end }}
{{- if and $v.networkPolicies.enabled (not $v.networkPolicies.redis.to) }}
{{- fail "networkPolicies.redis.to: where Redis is, such as [{ ipBlock: { cidr: 10.1.2.3/32 } }]; without it bot and workers cannot reach it" }}
{{- end }}
{{- if and $v.networkPolicies.enabled (hasKey $v.settings "OTEL_EXPORTER_OTLP_ENDPOINT") (not $v.networkPolicies.traces.to) }}
{{- fail "networkPolicies.traces.to: where the collector of settings.OTEL_EXPORTER_OTLP_ENDPOINT is, such as [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: monitoring } } }]; without it bot and workers cannot reach it" }}
{{- end }}
{{- if and $v.networkPolicies.enabled (has "DATABASE_URL" $v.secrets.keys) (not $v.networkPolicies.postgres.to) }}
{{- fail "networkPolicies.postgres.to: where PostgreSQL is, such as [{ ipBlock: { cidr: 10.1.2.4/32 } }]; without it the bot cannot reach it" }}
{{- end }}
{{- if and (not $v.worker.userNamespace) (not $v.worker.runtimeClassName) }}
{{- fail "worker.userNamespace: false only with worker.runtimeClassName: a box without either is root of its node's users" }}
{{- end }}
{{- if le (int $v.box.diskVolumeGB) (int $v.box.diskGB) }}
{{- fail "box.diskVolumeGB has to be more than box.diskGB: else the kubelet evicts the pod before the supervisor has ended the box" }}
{{- end }}
{{- if and $v.worker.autoscaling.enabled (gt (int $v.worker.autoscaling.minReplicas) (int $v.worker.autoscaling.maxReplicas)) }}
{{- fail "worker.autoscaling: minReplicas is more than maxReplicas" }}
{{- end }}
{{- end }}
