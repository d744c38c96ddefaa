"""The world as it is: the engine and the terminals joined to what a conversation needs."""
