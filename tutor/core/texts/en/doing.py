"""What was asked of the daemon and did not come about, why, and what a port that is waited for does meanwhile."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    # the frames
    "doing.refused": "Docker could not {doing}: {reason}",
    "doing.unanswered": "Could not {doing}: {reason}.",
    # what was tried, to follow "could not"
    "doing.reach": "reach the daemon at {where}",
    "doing.ask-version": "ask the daemon for its version",
    "doing.ask-about": "ask the daemon about itself",
    "doing.ask-processor": "ask the daemon for its kind of processor",
    "doing.listen": "listen to the daemon's events",
    "doing.look-up": "look up {name}",
    "doing.list-all": "list what is on the daemon",
    "doing.list-containers": "list the containers",
    "doing.list-images": "list the images",
    "doing.list-volumes": "list the volumes",
    "doing.wait": "wait for {name}",
    "doing.stop": "stop container {name}",
    "doing.kill": "kill container {name}",
    "doing.remove": "remove {name}",
    "doing.remove-container": "remove container {name}",
    "doing.remove-image": "remove image {image}",
    "doing.look-into-image": "look into image {image}",
    "doing.read-in-image": "read {path} in an image",
    "doing.build": "build the stand-in image {image}",
    "doing.look-for": "look for {image} at its registry",
    "doing.pull": "pull {image}",
    # the reasons
    "reason.late": "it did not answer in time",
    "reason.broke-off": "it broke off the connection",
    "reason.nonsense": "its answer makes no sense",
    "reason.status": "the daemon answered {status}",
    # what was seen at a published port
    "port.silent": "the port takes the connection and says nothing",
    "port.resets": "the port resets the connection",
    "port.no-site": "what answers there is not a website",
    "port.site": "the site answers {status}",
    "port.unknown-name": "the name of the daemon's machine is not known here",
    "port.no-answer": "the port does not answer",
    "port.no-way": "there is no way from here to the daemon's machine",
    "port.nobody": "nothing listens on the port yet",
    "port.far": "the published port cannot be reached from this machine",
    # what was seen of the container that is to open it
    "port.no-container": "no container was created yet",
    "port.not-started": "the container has not been started yet",
    "port.start-failed": "the container could not be started",
    "port.removed": "the container is removed",
    "port.ended": "the container ended with exit code {code}",
}
