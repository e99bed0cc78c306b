"""Diagrams of our own for walks: what loops, joins and subprocesses can do together; and random ones."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import count

from tests.engine.bpmn.diagrams import SOP, bpmn

OWN = {
    "SOP 032": SOP,
    "two branches": bpmn("s -> a1; a1 -> t_left -> a2; a1 -> t_right -> a2; a2 -> t_last -> e"),
    "nested parallel": bpmn(
        """
        s -> a1; a1 -> a2; a1 -> t_alone -> a4
        a2 -> t_one -> a3; a2 -> t_two -> a3; a3 -> t_inner -> a4 -> t_last -> e
        """
    ),
    "loop with parallel inside": bpmn(
        """
        s -> t_first -> a1; a1 -> t_left -> a2; a1 -> t_right -> a2
        a2 -> t_check -> x; x -> t_first : 1; x -> e : 1
        """
    ),
    "parallel with a loop in one branch": bpmn(
        """
        s -> a1; a1 -> t_left -> x; x -> t_left : 1; x -> a2 : 1; a1 -> t_right -> a2 -> e
        """
    ),
    "inclusive": bpmn(
        """
        s -> t -> o1; o1 -> t_one -> o2 : 1; o1 -> t_two -> o2 : 1; o1 -> t_three -> o2 : 1
        o1 -> o2 : default; o2 -> t_last -> e
        """
    ),
    "inclusive in a loop": bpmn(
        """
        s -> t -> o1; o1 -> t_one -> o2 : 1; o1 -> t_two -> o2 : 1; o2 -> t_check -> x
        x -> t : 1; x -> e : 1
        """
    ),
    "inclusive with a loop in one branch": bpmn(
        """
        s -> t -> o1; o1 -> t_one -> x : 1; o1 -> t_two -> o2 : 1
        x -> t_one : 1; x -> o2 : 1; o2 -> t_last -> e
        """
    ),
    "nested inclusive": bpmn(
        """
        s -> t -> o1; o1 -> o2 : 1; o1 -> t_alone -> o4 : 1; o2 -> t_one -> o3 : 1; o2 -> t_two -> o3 : 1
        o3 -> t_inner -> o4 -> e
        """
    ),
    "subprocess in a loop": bpmn(
        "s -> t_before -> b -> t_check -> x; x -> b : 1; x -> e : 1",
        inside={"b": "s_in -> a3; a3 -> t_in1 -> a4; a3 -> t_in2 -> a4; a4 -> e_in"},
    ),
    "subprocess beside a task": bpmn(
        "s -> a1; a1 -> b -> a2; a1 -> t_side -> a2 -> t_last -> e",
        inside={"b": "s_in -> t_in -> x_in; x_in -> t_in : 1; x_in -> e_in : 1"},
    ),
    "subprocess in a subprocess": bpmn(
        "s -> b1 -> t_last -> e",
        inside={"b1": "s1 -> t1 -> b2 -> t2 -> e1", "b2": "s2 -> t3 -> x2; x2 -> t4 -> e2 : 1; x2 -> e3 : 1"},
    ),
    "terminate while another works": bpmn(
        "s -> a1; a1 -> t_long -> e; a1 -> t_short -> x; x -> k : 1; x -> t_short : 1"
    ),
    "terminate inside a subprocess": bpmn(
        "s -> b -> t_last -> e", inside={"b": "s_in -> a1; a1 -> t_in1 -> k_in; a1 -> t_in2 -> e_in"}
    ),
    "two ends": bpmn("s -> a1; a1 -> t_one -> e1; a1 -> t_two -> e2"),
    "a branch that just stops": bpmn("s -> a1; a1 -> t_one; a1 -> t_two -> e"),
    "two tokens at one task": bpmn("s -> a1; a1 -> t_one -> t_both; a1 -> t_two -> t_both -> t_last -> e"),
    "two flows to one join": bpmn("s -> t -> a1; a1 -> a2; a1 -> a2; a2 -> t_last -> e"),
    "two flows and a branch to an inclusive join": bpmn(
        "s -> a1; a1 -> o; a1 -> o; a1 -> t_one; t_one -> o; o -> t_two -> e"
    ),
    "one or the other flow to an inclusive join, over and over": bpmn(
        """
        s -> a1; a1 -> x1; a1 -> t_slow -> o; x1 -> t_choose; t_choose -> x2; x2 -> o : 1; x2 -> o : 1
        x2 -> a2 : 1; a2 -> x1; a2 -> x3; x3 -> o : 1; x3 -> o : 1; o -> t_last -> e
        """
    ),
    "one or the other of two flows to a parallel join": bpmn(
        "s -> a1; a1 -> t_one -> x1; a1 -> t_two -> x1; x1 -> x2; x2 -> a2 : 1; x2 -> a2 : 1; a2 -> t -> e"
    ),
    "both of two chosen flows to a join": bpmn(
        "s -> t -> o1; o1 -> o2 : 1; o1 -> o2 : 1; o1 -> t_side -> o2 : 1; o2 -> t_last -> e"
    ),
    "both of two chosen flows to a step": bpmn("s -> t -> o1; o1 -> t_two : 1; o1 -> t_two : 1; t_two -> e"),
    "exclusive into parallel": bpmn("s -> t -> x; x -> t_one -> a : 1; x -> t_two -> a : 1; a -> e"),
    "reminder": bpmn("s -> t_one -> t_two -> e; t_one ~ r_soon"),
    "reminder with a branch": bpmn("s -> t_one -> t_two -> e; t_one ~ r_soon -> t_boss -> e_told"),
    "deadline": bpmn("s -> t_one -> t_two -> e; t_one ~ d_late -> t_boss -> e_boss"),
    "deadline that goes back": bpmn("s -> t_one -> t_two -> e; t_two ~ d_late -> t_one; t_two ~ r_soon"),
    "deadline past a parallel join": bpmn(
        "s -> a1; a1 -> t_left -> a2; a1 -> t_right -> a2; t_left ~ d_late -> a2; a2 -> t_last -> e"
    ),
    "deadline into its own branch": bpmn(
        "s -> a1; a1 -> t_left -> x -> a2; a1 -> t_right -> a2; t_left ~ d_late -> t_else -> x; a2 -> e"
    ),
    "timers in a loop": bpmn(
        """
        s -> t_one -> t_two -> x; x -> t_one : 1; x -> e : 1
        t_one ~ r_soon -> t_boss -> e2; t_two ~ d_late -> t_one
        """
    ),
    "timers in a subprocess": bpmn(
        "s -> b -> t_last -> e",
        inside={
            "b": "s_in -> t_in -> e_in; t_in ~ d_in -> t_else -> e_else; t_in ~ r_in -> t_told -> e_told"
        },
    ),
    "timers in a subprocess beside a task": bpmn(
        "s -> a1; a1 -> b -> a2; a1 -> t_side -> a2 -> e; t_side ~ r_side",
        inside={"b": "s_in -> t_in -> e_in; t_in ~ d_in -> k_in"},
    ),
    "inclusive with a deadline": bpmn(
        """
        s -> t -> o1; o1 -> t_one -> o2 : 1; o1 -> t_two -> o2 : 1; o1 -> t_three -> e3 : 1
        t_one ~ d_one -> t_else -> o2; t_three ~ d_three -> o2; t_two ~ r_two; o2 -> t_last -> e
        """
    ),
    "only a deadline leads to the join": bpmn(
        "s -> a1; a1 -> t_left -> e; a1 -> t_right -> o; t_left ~ d_left -> o; o -> t_last -> e2"
    ),
    "deadline that ends all": bpmn("s -> a1; a1 -> t_one -> e; a1 -> t_two -> e2; t_one ~ d_one -> k"),
    "a parallel gateway waits for its own branch": bpmn(
        "s -> t_one -> a1 -> t_two -> x; x -> t_once_more -> a1 : 1; x -> e : 1"
    ),
    "a parallel gateway leads to itself": bpmn(
        "s -> a1; a1 -> t_one -> a2; a1 -> t_two -> a2; a2 -> a2; a2 -> t_last -> e"
    ),
    "two parallel gateways lead to each other": bpmn(
        "s -> t_one -> a1 -> t_two -> a2; a2 -> a1; a2 -> t_last -> e"
    ),
    "an inclusive gateway waits for its own branch": bpmn(
        "s -> t_one -> o1 -> t_two -> x; x -> o1 : 1; x -> e : 1"
    ),
    "gateways lead to each other": bpmn(
        "s -> t_one -> x1; x1 -> x2 : 1; x1 -> t_two -> e : 1; x2 -> x1 : 1; x2 -> e2 : 1"
    ),
    "manual and plain tasks": bpmn("s -> m -> p -> x; x -> m : 1; x -> e : 1"),
}


def random_shape(seed: int) -> str:
    """A process of nested blocks, now and then with a flow that goes where it likes."""
    chance = random.Random(seed)
    numbers = count(1)
    flows: list[str] = []

    def block(depth: int) -> tuple[str, str]:
        """First and last element of it."""
        kind = chance.choice("tttxaol" if depth < 3 else "t")
        if kind == "t":
            name = f"t{next(numbers)}"
            return name, timed(name)
        if kind == "l":
            return loop(depth)
        split, join = f"{kind}{next(numbers)}", f"{kind}{next(numbers)}"
        for _ in range(chance.randint(2, 3)):
            first, last = sequence(depth + 1)
            flows.extend([f"{split} -> {first} : 1", f"{last} -> {join}"])
        return split, join

    def timed(name: str) -> str:
        """Where it goes on after a step that has, now and then, a timer."""
        luck, late = chance.random(), next(numbers)
        if luck < 0.1:
            flows.append(f"{name} ~ r{late}")
        elif luck < 0.2:
            flows.extend([f"{name} ~ r{late} -> t{late}", f"t{late} -> e{late}"])
        elif luck < 0.3:
            flows.extend([f"{name} -> x{late}", f"{name} ~ d{late} -> t{late}", f"t{late} -> x{late}"])
            return f"x{late}"
        return name

    def loop(depth: int) -> tuple[str, str]:
        first, last = sequence(depth + 1)
        enter, leave = f"x{next(numbers)}", f"x{next(numbers)}"
        after = f"t{next(numbers)}"
        flows.extend([f"{enter} -> {first}", f"{last} -> {leave}"])
        flows.extend([f"{leave} -> {enter} : 1", f"{leave} -> {after} : 1"])
        return enter, after

    def sequence(depth: int) -> tuple[str, str]:
        first, last = block(depth)
        for _ in range(chance.randint(0, 2)):
            following, end = block(depth)
            flows.append(f"{last} -> {following}")
            last = end
        return first, last

    first, last = sequence(0)
    flows.extend([f"s -> {first}", f"{last} -> e"])
    if chance.random() < 0.4:
        flows.extend(_jumps(flows, chance, numbers))
    if chance.random() < 0.3:  # the same flow twice
        flows.append(
            chance.choice([line for line in flows if "->" in line and line[0] in "axo"] or ["s ~ r"])
        )
    return bpmn(";".join(line.replace(" : 1", "") if line.startswith("a") else line for line in flows))


def _jumps(flows: list[str], chance: random.Random, numbers: Iterator[int]) -> list[str]:
    """A decision on one flow that may lead to another place, sensible or not."""
    leading = [n for n, line in enumerate(flows) if "->" in line]
    at = chance.choice(leading)
    line, _, condition = flows[at].partition(" : ")
    source, target = (name.strip() for name in line.split("->"))
    anywhere = chance.choice(
        [line.split("->")[1].partition(":")[0].strip() for line in flows if "->" in line]
    )
    gateway = f"x{next(numbers)}"
    flows[at] = f"{source} -> {gateway}" + (f" : {condition}" if condition else "")
    return [f"{gateway} -> {target} : 1", f"{gateway} -> {anywhere} : 1"]
