"""Reading and writing attributes of instances, classes and modules."""
import time


class Particle:
    limit = 100

    def __init__(self, x, v):
        self.x = x
        self.v = v
        self.steps = 0

    def step(self):
        self.x += self.v
        if self.x > self.limit or self.x < 0:
            self.v = -self.v
        self.steps += 1

    @property
    def energy(self):
        return self.v * self.v


def run(n):
    particles = [Particle(i, i % 7 - 3) for i in range(20)]
    total = 0
    for _ in range(n):
        for _ in range(400):
            for p in particles:
                p.step()
                total += p.energy
        for _ in range(2_000):
            total += time.sleep is None
    return total


if __name__ == "__main__":
    from lib.measure import main
    main(run)
