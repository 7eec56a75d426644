"""Whether traces are wanted: the environment says so, as OpenTelemetry has it.

See https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/. Where they
are not wanted, the SDK is not imported.
"""

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

from acquis.errors import AcquisError

if TYPE_CHECKING:
    from fastapi.telemetry import TelemetryConfig

    from acquis.web.tracing import Tracing

EXPORTER = "OTEL_TRACES_EXPORTER"
ENDPOINTS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
PROTOCOLS = ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL")
PROTOCOL = "http/protobuf"
SILENT: "TelemetryConfig" = {
    "tracing": False,
    "metrics": False,
    "logs": False,
    "operation_spans": False,
    "auto_configure": False,
}


def tracing() -> "Tracing | None":
    """Return what traces the service, None where nobody wants that.

    Raises AcquisError where it is wanted in a way that is not known, or is not installed.
    """
    if not _wanted(os.environ):
        return None
    try:
        from acquis.web.tracing import Tracing
    except ImportError as fault:
        raise AcquisError(
            "the environment (OTEL_…) asks for traces, and OpenTelemetry is not installed: "
            "pip install 'quantum-acquis[otel]', or set OTEL_SDK_DISABLED=true"
        ) from fault
    return Tracing()


def _wanted(environment: Mapping[str, str]) -> bool:
    if environment.get("OTEL_SDK_DISABLED", "").lower() == "true":
        return False
    exporter = environment.get(EXPORTER, "")
    if exporter == "none" or not (exporter or any(environment.get(name) for name in ENDPOINTS)):
        return False
    if exporter not in {"", "otlp"}:
        raise AcquisError(f"{EXPORTER}: {exporter!r} is not known; otlp and none are")
    protocol = next((environment[name] for name in PROTOCOLS if environment.get(name)), PROTOCOL)
    if protocol != PROTOCOL:
        raise AcquisError(f"{' or '.join(PROTOCOLS)}: {protocol!r} is not known; {PROTOCOL} is")
    return True
