"""Concatenation, joining, slicing, searching, replacing."""


def run(n):
    for _ in range(n):
        text = ""
        for i in range(3_000):
            text += "x"
        parts = []
        for i in range(5_000):
            parts.append(str(i))
        text = ",".join(parts)
        count = 0
        for part in text.split(","):
            if part.startswith("1") or part.endswith("7") or "23" in part:
                count += 1
            count += len(part.upper()) + part.find("5")
        for i in range(2_000):
            count += ord(text[i])
        text = text.replace("1", "one")
    return count, len(text)


if __name__ == "__main__":
    from lib.measure import main
    main(run)
