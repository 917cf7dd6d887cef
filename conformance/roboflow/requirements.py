"""Prints what a wheel of Roboflow's inference server needs to serve HTTP, less what is heavy: python3 requirements.py WHEEL."""
import re
import sys
import zipfile

# Stubbed, only for GPUs and tests, or installed without what they drag in (serve.sh).
LEFT_OUT = {"inference-models", "opencv-python", "pytest", "nvidia-ml-py", "tokenizers", "docker"}


def metadata(wheel):
    with zipfile.ZipFile(wheel) as files:
        name = next(n for n in files.namelist() if n.endswith(".dist-info/METADATA"))
        return files.read(name).decode()


def requirements(text):
    """Requirement lines of the package itself and of its extra `http`."""
    for line in re.findall(r"^Requires-Dist: (.*)$", text, re.MULTILINE):
        requirement, _, condition = (part.strip() for part in line.partition(";"))
        if "extra ==" in condition and '"http"' not in condition and "'http'" not in condition:
            continue
        name = re.split(r"[<>=~!\[ (]", requirement)[0]
        if name in LEFT_OUT:
            continue
        # The same without a window system's libraries.
        yield requirement.replace("opencv-contrib-python", "opencv-contrib-python-headless")


print("\n".join(dict.fromkeys(requirements(metadata(sys.argv[1])))))
