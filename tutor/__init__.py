"""Learn Docker in your own terminal: real commands, a real daemon, a patient tutor."""
