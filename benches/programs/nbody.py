"""Float arithmetic on attributes and lists: planets around a sun."""


class Body:
    def __init__(self, x, y, z, vx, vy, vz, mass):
        self.x, self.y, self.z = x, y, z
        self.vx, self.vy, self.vz = vx, vy, vz
        self.mass = mass


def system():
    return [Body(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 39.47), Body(4.84, -1.16, -0.10, 0.6, 2.8, -0.02, 0.037),
            Body(8.34, 4.12, -0.4, -1.01, 1.82, 0.008, 0.011), Body(12.89, -15.11, -0.22, 1.08, 0.86, -0.01, 0.0017),
            Body(15.37, -25.9, 0.17, 0.97, 0.59, -0.03, 0.002)]


def advance(bodies, dt):
    for i in range(len(bodies)):
        a = bodies[i]
        for j in range(i + 1, len(bodies)):
            b = bodies[j]
            dx = a.x - b.x
            dy = a.y - b.y
            dz = a.z - b.z
            distance = dx * dx + dy * dy + dz * dz
            force = dt / (distance * distance ** 0.5)
            pull = b.mass * force
            a.vx -= dx * pull
            a.vy -= dy * pull
            a.vz -= dz * pull
            pull = a.mass * force
            b.vx += dx * pull
            b.vy += dy * pull
            b.vz += dz * pull
    for body in bodies:
        body.x += dt * body.vx
        body.y += dt * body.vy
        body.z += dt * body.vz


def run(n):
    bodies = system()
    for _ in range(n):
        for _ in range(500):
            advance(bodies, 0.01)
    return bodies[0].x


if __name__ == "__main__":
    from lib.measure import main
    main(run)
