"""The command line: python3 -m dialogues --help"""

import argparse

from dialogues.connection import connect, table_name
from dialogues.encryption import Vault
from dialogues.graph import Graph
from dialogues.schema import create_table
from dialogues.store import Store
from dialogues.synthetic import Synthesizer


def make_store():
    return Store(connect(), table_name(), Vault.from_environment())


def load_graph(dialogue):
    graph = Graph(make_store().load(dialogue))
    if graph.meta is None:
        raise SystemExit(f"no such dialogue: {dialogue}")
    return graph


def key(_):
    print(Vault.new_key())


def create(_):
    create_table(connect(), table_name())
    print(f"{table_name()} is there")


def generate(arguments):
    store = make_store()
    for number in range(arguments.dialogues):
        dialogue = f"synthetic-{arguments.seed}-{number}"
        store.append_all(Synthesizer(dialogue, arguments.seed).of_size(arguments.entities))
        print(dialogue)


def play(arguments):
    """A dialogue as it happens: a transaction a round."""
    store = make_store()
    if Graph(store.load(arguments.dialogue)).meta is not None:
        raise SystemExit(f"{arguments.dialogue} is there already: erase it, or play another")
    synthesizer = Synthesizer(arguments.dialogue)
    store.append_all(synthesizer.opening())
    for number in range(arguments.rounds):
        store.register_round(store.prepare_round(*synthesizer.round(number, entities=12)))
    show(arguments)


def show(arguments):
    graph = load_graph(arguments.dialogue)
    print(f"{graph.meta.attributes['title']}: {graph.meta.attributes['status']}, "
          f"{len(graph.nodes)} entities, {len(graph.edges)} refs, "
          f"{len(graph.circles())} nodes in circles")


def chain(arguments):
    graph = load_graph(arguments.dialogue)
    if arguments.node not in graph.nodes:
        raise SystemExit(f"no such node: {arguments.node}")
    print(" ".join(graph.chain(arguments.node, *arguments.refs)) or "nothing")


def tensions(arguments):
    for tension in make_store().tensions_by_status(arguments.status):
        print(tension.dialogue, tension.display_id, tension.attributes["label"])


def erase(arguments):
    print(f"{make_store().erase(arguments.dialogue)} items erased")


def main():
    parser = argparse.ArgumentParser(prog="dialogues", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(function, text, *positional):
        added = commands.add_parser(function.__name__, help=text)
        added.set_defaults(run=function)
        for name in positional:
            added.add_argument(name)
        return added

    command(key, "print a new data key, for DIALOGUES_KEY")
    command(create, "create the table")
    generated = command(generate, "load made-up dialogues in batches")
    generated.add_argument("--dialogues", type=int, default=1)
    generated.add_argument("--entities", type=int, default=100, help="in each, about")
    generated.add_argument("--seed", type=int, default=0)
    played = command(play, "a made-up dialogue, a transaction a round", "dialogue")
    played.add_argument("--rounds", type=int, default=3)
    command(show, "load a dialogue and describe its graph", "dialogue")
    command(chain, "what refs lead to from a node", "dialogue", "node").add_argument(
        "refs", nargs="*", help="of these types only")
    command(tensions, "tensions across all dialogues", "status")
    command(erase, "delete a dialogue", "dialogue")
    arguments = parser.parse_args()
    arguments.run(arguments)


if __name__ == "__main__":
    main()
