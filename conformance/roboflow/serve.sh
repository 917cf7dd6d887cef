#!/bin/bash
# Roboflow's own inference server from PyPI, on this machine, without weights, account or network:
#   conformance/roboflow/serve.sh [PORT]        (9001; needs Python 3.11 or 3.12, PYTHON if python3 is another, and 1.3 GB in FOLDER)
# ONLINE=1 leaves OFFLINE_MODE out, so that it takes ICE servers. INSTALL=only ends once it is installed. End it with Ctrl+C.
#
# The server's package wants PyTorch and its CUDA libraries, several GB that no path of this suite runs through: what is
# heavy is imported from stubs/ instead.
set -euo pipefail
VERSION=1.8.3
PORT=${1:-9001}
HERE=$(cd "$(dirname "$0")" && pwd)
FOLDER=${FOLDER:-${XDG_CACHE_HOME:-$HOME/.cache}/sightline-roboflow/$VERSION}
HEAVY=torch,torchvision,peft,transformers,bitsandbytes,accelerate,timm,einops

install() {
  "${PYTHON:-python3}" -m venv "$FOLDER/venv"
  "$FOLDER/venv/bin/pip" install -q --no-deps -r "$HERE/requirements.txt"
  # It serves a landing page from where it is started.
  mkdir -p "$FOLDER/run/inference/landing/out/static" "$FOLDER/run/inference/landing/out/_next/static"
  touch "$FOLDER/installed"
}

mkdir -p "$FOLDER"
if [ ! -f "$FOLDER/installed" ]; then
  echo "Installing inference-cpu $VERSION into $FOLDER: some minutes."
  install
fi
[ "${INSTALL:-}" != only ] || exit 0
cd "$FOLDER/run"
export DISABLE_VERSION_CHECK=True METRICS_ENABLED=False CORE_MODELS_ENABLED=False ENABLE_STREAM_API=False
export WORKFLOWS_STEP_EXECUTION_MODE=local WEBRTC_MODAL_PUBLIC_STUN_SERVERS="" NUM_WORKERS=1
export MODEL_CACHE_DIR="${CACHE:-$FOLDER/cache}" INFERENCE_HOME="${CACHE:-$FOLDER/cache}" HOST=127.0.0.1 PORT
export STUBS=$HEAVY PYTHONPATH="$HERE/stubs:$HERE"
[ -n "${ONLINE:-}" ] || export OFFLINE_MODE=true
exec "$FOLDER/venv/bin/uvicorn" app:app --host 127.0.0.1 --port "$PORT" --workers 1
