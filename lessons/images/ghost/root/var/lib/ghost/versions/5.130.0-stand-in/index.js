// This is docker-tutor's stand-in for Ghost. There is no JavaScript in it:
// what Ghost would do is played by /usr/local/bin/node, a shell script.
