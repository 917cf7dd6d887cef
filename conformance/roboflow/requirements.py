"""
Prints what wheels of Roboflow's inference server need to serve HTTP, less what is heavy: python3 requirements.py WHEEL...
With it requirements.txt is made anew for a newer server (README.md).
"""
import re
import sys
import zipfile

# Stubbed (STUBS in serve.sh), only for GPUs and tests, or one of the wheels given.
LEFT_OUT = {
    "accelerate", "bitsandbytes", "docker", "inference-models", "inference-sdk", "nvidia-ml-py", "opencv-python", "pytest",
    "roboflow-workflows", "streamvision", "tokenizers", "torch", "torchvision",
}
EXTRAS = {"http", "webrtc", "workflows"}


def metadata(wheel):
    with zipfile.ZipFile(wheel) as files:
        name = next(n for n in files.namelist() if n.endswith(".dist-info/METADATA"))
        return files.read(name).decode()


def requirements(text):
    """Requirement lines of the package itself and of its extras that serve."""
    for line in re.findall(r"^Requires-Dist: (.*)$", text, re.MULTILINE):
        requirement, _, condition = (part.strip() for part in line.partition(";"))
        extra = re.search(r"extra == ['\"](.*?)['\"]", condition)
        if extra and extra[1] not in EXTRAS:
            continue
        if re.split(r"[<>=~!\[ (]", requirement)[0].lower() in LEFT_OUT:
            continue
        marker = re.sub(r"(^| and )extra == .*$", "", condition)
        # The same without a window system's libraries.
        requirement = requirement.replace("opencv-contrib-python", "opencv-contrib-python-headless")
        yield f"{requirement}; {marker}" if marker else requirement


lines = (line for wheel in sys.argv[1:] for line in requirements(metadata(wheel)))
print("\n".join(dict.fromkeys(lines)))
