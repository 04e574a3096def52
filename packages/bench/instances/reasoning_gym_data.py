"""A data set of reasoning-gym, from parameters in JSON."""
from reasoning_gym import create_dataset
from reasoning_gym.algorithmic.word_sorting import TextTransformation

ENUMS = {"transformation": TextTransformation}


def create(name, parameters, seed, size):
    """The data set, its parameters as its config has them."""
    decoded = {key: ENUMS[key](value) if key in ENUMS else value for key, value in parameters.items()}
    return create_dataset(name, seed=seed, size=size, **decoded)
