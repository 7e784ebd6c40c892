#!/usr/bin/env python3
"""Compares Decimal128 with Python's decimal module (34 digits, half even) on random operations.

    check.py DRIVER [--count N] [--seed S] [--slow N]

DRIVER is the release build of the DecimalDriver beside this file:
    swift build -c release --scratch-path DIR && check.py DIR/release/DecimalDriver
--count: basic operations (default 1,000,000); --slow: exp, ln and power each (default 5,000).
Prints counts per operation and the first differences; exit status 1 when there are any.
"""
import argparse
import collections
import decimal
import random
import subprocess
import sys
import time
from decimal import Decimal

sys.set_int_max_str_digits(0)
C = decimal.Context(prec=34, rounding=decimal.ROUND_HALF_EVEN, Emin=-6143, Emax=6144, clamp=1,
                    traps=[])
# Wide enough to be exact for everything that is rounded by C afterwards.
WIDE = decimal.Context(prec=13000, Emin=-99999, Emax=99999, traps=[])
LONG = decimal.Context(prec=120, Emin=-999999, Emax=999999, traps=[])
MODES = [decimal.ROUND_HALF_EVEN, decimal.ROUND_HALF_UP, decimal.ROUND_HALF_DOWN,
         decimal.ROUND_UP, decimal.ROUND_DOWN, decimal.ROUND_FLOOR, decimal.ROUND_CEILING]
BASIC = ["add", "sub", "mul", "div", "mod", "round", "cmp", "parse", "print", "sqrt", "int",
         "isint", "double", "neg", "abs"]
WEIGHTS = [16, 14, 14, 14, 8, 12, 10, 8, 4, 6, 2, 1, 2, 1, 1]
R = random.Random()


def coefficient():
    kind = R.random()
    if kind < 0.25:
        return str(R.randrange(0, 10 ** R.randint(1, 6)))
    if kind < 0.6:
        return str(R.randrange(0, 10 ** R.randint(1, 34)))
    if kind < 0.75:
        return str(R.randrange(10 ** 33, 10 ** 34))
    if kind < 0.85:  # runs of nines and zeros, with ties
        text = "".join(R.choice(["9" * R.randint(1, 20), "0" * R.randint(1, 20), "5", "1", "4",
                                 "49", "50", "51"]) for _ in range(4))
        return str(int(text[:34]))
    if kind < 0.92:  # powers of two and their neighbours: edges of words
        return str(max(0, min(10 ** 34 - 1, (1 << R.randint(0, 112)) + R.randint(-2, 2))))
    if kind < 0.97:  # powers of ten and their neighbours
        return str(max(0, min(10 ** 34 - 1, 10 ** R.randint(0, 34) + R.randint(-2, 2))))
    return str(R.choice([0, 1, 2, 5, 25, 10 ** 34 - 1, 5 * 10 ** 33]))


def exponent():
    kind = R.random()
    if kind < 0.35:
        return R.randint(-6, 0)
    if kind < 0.8:
        return R.randint(-45, 45)
    if kind < 0.86:
        return R.randint(-6176, -6120)
    if kind < 0.92:
        return R.randint(6050, 6111)
    if kind < 0.96:
        return R.choice([-3088, 3055]) + R.randint(-40, 40)
    return R.randint(-6176, 6111)


def number():
    return ("-" if R.random() < 0.4 else "") + coefficient() + "E" + str(exponent())


def near(text):
    """A number related to another: ties, cancellation, the same value with other zeros."""
    d = Decimal(text)
    sign, digits, exp = d.as_tuple()
    c = int("".join(map(str, digits)))
    kind = R.randint(0, 5)
    if kind == 0:
        c = min(10 ** 34 - 1, max(0, c + R.randint(-1, 1)))
    elif kind == 1:
        k = R.randint(1, 33)
        if c * 10 ** k < 10 ** 34 and exp - k >= -6176:
            c, exp = c * 10 ** k, exp - k
            if R.random() < 0.5:
                c = min(10 ** 34 - 1, max(0, c + R.randint(-1, 1)))
    elif kind == 2:  # half a unit of a full coefficient
        c, exp = R.choice([5, 50, 49, 51, 1, 9]), max(-6176, exp - R.randint(1, 3))
    elif kind == 3:
        c, exp = int(coefficient()), max(-6176, min(6111, exp - R.randint(-36, 36)))
    elif kind == 4:
        exp = max(-6176, min(6111, R.choice([-6176, 6111]) - exp + R.randint(-40, 40)))
    else:
        sign = 1 - sign
    if R.random() < 0.3:
        sign = 1 - sign
    return ("-" if sign else "") + str(c) + "E" + str(exp)


def pair():
    a = number()
    b = near(a) if R.random() < 0.4 else number()
    if R.random() < 0.02:  # at the edge of overflow
        a = f"{R.choice(['', '-'])}{R.randrange(10 ** 33, 10 ** 34)}E6111"
        b = f"{R.choice(['', '-'])}{coefficient()}E{R.randint(6075, 6111)}"
    return (a, b) if R.random() < 0.5 else (b, a)


def spelled():
    kind = R.random()
    if kind < 0.12:  # not a number, mostly
        return "".join(R.choice("0123456789+-.eE x_,∞") for _ in range(R.randint(1, 8))
                       ).replace(" ", "")
    digits = "".join(R.choice("0123456789") for _ in range(R.randint(1, R.choice([3, 20, 45, 90]))))
    if R.random() < 0.3:
        digits = digits[:R.randint(1, 36)] + R.choice(["5", "50", "4" + "9" * 9, "0", "5"]) + \
            "0" * R.randint(0, 30) + R.choice(["", "", "1"])
    if R.random() < 0.2:
        digits = "0" * R.randint(1, 50) + digits
    if R.random() < 0.7:
        p = R.randint(0, len(digits))
        digits = digits[:p] + "." + digits[p:]
    if R.random() < 0.5:
        e = R.choice([R.randint(-50, 50), exponent(), R.randint(-7000, 7000), 10 ** 20, -10 ** 20])
        digits += R.choice("eE") + R.choice(["", "+" if e >= 0 else ""]) + str(e)
    return R.choice(["", "", "-", "+"]) + digits


def scale_for(text):
    e = Decimal(text).as_tuple().exponent
    kind = R.random()
    if kind < 0.7:
        return -e - R.randint(-3, 36)
    if kind < 0.9:
        return R.randint(-10, 10)
    return R.choice([-6112, -6111, 6176, 6177, 0, -6100, 6170, R.randint(-7000, 7000)])


def line(op):
    if op in ("add", "sub", "mul", "div", "mod", "cmp"):
        a, b = pair()
        if op == "mul" and R.random() < 0.1:  # exact ties: an odd multiple of 5 with 35 digits
            k = R.randrange(10 ** 34 + 5, 9 * 10 ** 34, 10)
            f = next((p for p in (5, 15, 25, 35, 125) if k % p == 0 and k // p < 10 ** 34), None)
            if f:
                a, b = f"{k // f}E{R.randint(-6176, 40)}", f"{f}E{R.randint(-10, 10)}"
        return f"{op} {a} {b}"
    if op == "parse":
        return f"parse {spelled()}"
    a = number()
    if op == "round":
        return f"round {a} {scale_for(a)} {R.randrange(7)}"
    if op == "sqrt" and R.random() < 0.4:  # perfect squares and their neighbours, and ties
        r = R.randrange(1, 10 ** R.randint(1, 17))
        a = f"{r * r + R.choice([0, 0, 1, -1])}E{2 * R.randint(-3088, 3055) + R.randint(0, 1)}"
    if op in ("int", "isint") and R.random() < 0.6:
        k = R.randint(0, 12)
        whole = R.choice([2**63, -2**63, R.randint(-2**64, 2**64)]) + R.randint(-2, 2)
        a = f"{whole}{'0' * k}E-{k}"
    return f"{op} {a}"


def slow_line(op):
    kind = R.random()
    sign = R.choice(["", "-"])
    if op == "exp":
        if kind < 0.5:
            return f"exp {sign}{coefficient()}E{R.randint(-38, -30)}"
        if kind < 0.8:
            x = C.add(R.randint(0, 14300), C.scaleb(Decimal(coefficient()), -34))
            return f"exp {sign}{x}"
        return f"exp {sign}{coefficient()}E{R.randint(-80, 5)}"
    if op == "ln":
        if kind < 0.3:  # near 1
            d = C.add(1, C.scaleb(Decimal(sign + coefficient()), R.randint(-68, -34)))
            return f"ln {d}"
        return f"ln {coefficient()}E{exponent()}"
    if kind < 0.3:  # integer exponents
        n = R.randint(-40, 40) if R.random() < 0.7 else R.randint(-15000, 15000)
        a = f"{sign}{R.randrange(0, 10 ** R.randint(1, 12))}E{R.randint(-12, 3)}"
        return f"pow {a} {n}"
    if kind < 0.45:  # exact roots
        q = R.choice([2, 4, 5, 8, 10, 16, 20])
        r = R.randrange(1, 10 ** max(1, 34 // q))
        p = R.choice([1, 1, 3, -1])
        power = r ** q if r ** q < 10 ** 34 else 2 ** q
        return f"pow {power}E{q * R.randint(-5, 5)} {Decimal(p) / q}"
    if kind < 0.6:  # near 1, with large exponents
        d = C.add(1, C.scaleb(Decimal(sign + coefficient()), R.randint(-68, -34)))
        return f"pow {abs(d)} {R.choice(['', '-'])}{coefficient()}E{R.randint(-30, 5)}"
    return f"pow {coefficient()}E{R.randint(-50, 20)} {sign}{coefficient()}E{R.randint(-40, 1)}"


def finite(d):
    return d if d.is_finite() else None


def pure(text):
    import re
    return re.fullmatch(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?", text)


def mod(a, b):
    if not b:
        return None
    (sa, da, ea), (sb, db, eb) = a.as_tuple(), b.as_tuple()
    ia = int("".join(map(str, da))) * (-1 if sa else 1)
    ib = int("".join(map(str, db))) * (-1 if sb else 1)
    if ea >= eb:
        rest = ia * pow(10, ea - eb, abs(ib)) % ib
        return finite(C.create_decimal(f"{rest}E{eb}"))
    return finite(C.plus(WIDE.scaleb(WIDE.create_decimal(ia % (ib * 10 ** (eb - ea))), ea)))


def power(a, b):
    if b == 0:
        return Decimal(1)
    if a == 0:
        return None if b < 0 else Decimal(0)
    if a < 0 and b != b.to_integral_value():
        return None
    return finite(C.plus(LONG.power(a, b)))


def expected(f):
    """The result as a Decimal, None for nil, or a string that has to be equal."""
    op = f[0]
    if op == "parse":
        if not pure(f[1]):
            return None
        if abs(int((f[1].lower() + "e0").split("e")[1])) > 10 ** 9:
            m = f[1].lower().split("e")
            return Decimal(0) if Decimal(m[0]) == 0 or int(m[1]) < 0 else None
        return finite(C.create_decimal(f[1]))
    if op == "round":
        a, s = Decimal(f[1]), int(f[2])
        if not -6111 <= s <= 6176:
            return None
        if a.as_tuple().exponent >= -s:
            return a
        q = a.quantize(Decimal((0, (1,), -s)), MODES[int(f[3])], WIDE)
        return finite(C.plus(q))
    a = Decimal(f[1])
    if op == "print":
        t = f"{a:f}" if a else "0"
        return (t.rstrip("0").rstrip(".") if "." in t else t)
    if op == "sqrt":
        return finite(C.sqrt(a)) if a >= 0 else None
    if op in ("int", "isint"):
        whole = a.as_tuple().exponent >= 0 or a == a.to_integral_value()
        if op == "isint":
            return "true" if whole else "false"
        return str(int(a)) if whole and abs(a) < 10 ** 20 and -2**63 <= int(a) < 2**63 else "nil"
    if op == "double":
        return float(a)
    if op == "neg":
        return -a if a else a
    if op == "abs":
        return a.copy_abs()
    if op == "exp":
        return finite(C.plus(LONG.exp(a)))
    if op == "ln":
        return finite(C.plus(LONG.ln(a))) if a > 0 else None
    b = Decimal(f[2])
    if op == "add":
        return finite(C.add(a, b))
    if op == "sub":
        return finite(C.subtract(a, b))
    if op == "mul":
        return finite(C.multiply(a, b))
    if op == "div":
        return finite(C.divide(a, b)) if b else None
    if op == "mod":
        return mod(a, b)
    if op == "cmp":
        return str((a > b) - (a < b))
    return power(a, b)


def agrees(want, got):
    if isinstance(want, str):
        return want == got
    if isinstance(want, float):
        return float(got) == want or want == 0 == float(got)
    if want is None:
        return got == "nil"
    if not got[-1].isdigit():
        return False
    return Decimal(got) == want


def batch(driver, lines, counts, differences):
    done = subprocess.run([driver], input="\n".join(lines).encode(), stdout=subprocess.PIPE)
    answers = done.stdout.decode().split("\n")[:-1]
    if done.returncode or len(answers) != len(lines):
        sys.exit(f"driver: status {done.returncode}, {len(answers)} answers to {len(lines)} lines")
    for text, got in zip(lines, answers):
        fields = text.split(" ")
        counts[fields[0]] += 1
        want = expected(fields)
        if want is None:
            counts[fields[0], "nil"] += 1
        if not agrees(want, got):
            counts[fields[0], "differences"] += 1
            differences.append((text, got, want))


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("driver")
    arguments.add_argument("--count", type=int, default=1_000_000)
    arguments.add_argument("--slow", type=int, default=5_000)
    arguments.add_argument("--seed", type=int, default=1)
    options = arguments.parse_args()
    R.seed(options.seed)
    decimal.setcontext(decimal.Context(prec=20000, Emin=-99999, Emax=99999, traps=[]))
    counts, differences, start = collections.Counter(), [], time.time()
    left = options.count
    while left > 0:
        size = min(left, 100_000)
        batch(options.driver, [line(op) for op in R.choices(BASIC, WEIGHTS, k=size)], counts,
              differences)
        left -= size
    for op in ("exp", "ln", "pow"):
        for first in range(0, options.slow, 5_000):
            size = min(5_000, options.slow - first)
            batch(options.driver, [slow_line(op) for _ in range(size)], counts, differences)
    for op in BASIC + ["exp", "ln", "pow"]:
        print(f"{op:6} {counts[op]:9,}  nil {counts[op, 'nil']:8,}"
              f"  differences {counts[op, 'differences']}")
    for text, got, want in differences[:20]:
        print(f"{text}\n    got  {got}\n    want {want}")
    print(f"{sum(v for k, v in counts.items() if isinstance(k, str)):,} operations, "
          f"{len(differences)} differences, {time.time() - start:.0f} s, seed {options.seed}")
    return 1 if differences else 0


sys.exit(main())
