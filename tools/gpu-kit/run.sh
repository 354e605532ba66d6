#!/usr/bin/env bash
# Runs FaceGPU's benchmark on this machine, which needs no more than a GPU and its Vulkan driver.
#
#   bash run [FOLDER] [--minutes 6] [--sections limits,tests] [--tests conv2d]
#
# FOLDER (./facegpu-results) gets journal.jsonl, a line for each result as it comes, and report.md and
# results.json, written anew after each section.
set -euo pipefail
begin=$(date +%s)
kit=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
if [ "$(uname -sm)" != 'Linux x86_64' ]; then
  echo "run: this machine is $(uname -sm); the folder is for x86-64 Linux" >&2
  exit 1
fi

room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT

unpack() {
  if command -v xz >/dev/null; then xz -dc "$1"
  else python3 -c 'import lzma, shutil, sys; shutil.copyfileobj(lzma.open(sys.argv[1]), sys.stdout.buffer)' "$1"
  fi | tar -x -C "$room"
}
for part in node dawn data program libraries; do unpack "$kit/$part.tar.xz"; done

# Libraries that this machine has are taken from it: they are those that its driver was made for.
known=$( { ldconfig -p || /sbin/ldconfig -p; } 2>/dev/null || true)
for file in "$room"/lib/*; do
  if grep -q "^[[:space:]]*$(basename "$file") " <<<"$known"; then rm "$file"; fi
done
libraries=$room/lib
# Where containers get NVIDIA's driver put in.
nvidia=/usr/local/nvidia
if [ -d $nvidia/lib64 ]; then libraries=$libraries:$nvidia/lib64; fi
export LD_LIBRARY_PATH=$libraries${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
# The loader doesn't look for the driver's manifest there. On machines without a screen, the driver's
# library for GLX may not start; that for EGL is the same driver.
manifest=$nvidia/share/vulkan/icd.d/nvidia_icd.json
if [ -z "${VK_DRIVER_FILES:-}${VK_ICD_FILENAMES:-}" ] && [ -f $manifest ]; then
  sed 's/libGLX_nvidia/libEGL_nvidia/' $manifest >"$room/nvidia_egl_icd.json"
  export VK_DRIVER_FILES=$manifest:$room/nvidia_egl_icd.json
  export VK_ICD_FILENAMES=$VK_DRIVER_FILES
fi

"$room/bin/node" "$room/main.js" --begin "$begin" "$@" &
child=$!
trap 'kill -TERM $child 2>/dev/null || true' TERM INT HUP
code=0
wait $child || code=$?
# A signal ends the first wait; what it was passed on to writes its report yet.
while kill -0 $child 2>/dev/null; do wait $child || code=$?; done
exit $code
