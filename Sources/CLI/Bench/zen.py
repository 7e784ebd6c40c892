"""Evaluates the models of a folder with zen-engine and prints what that took, as JSON.

In: FOLDER with table.json, graph.json, empty.json and questions.jsonl. Out: for each model how
many of the questions are decided a second, by the form of the question (the result is a
dictionary, nobody writes it as text), and the results.
"""
import json
import sys
import time

import zen

folder, rounds = sys.argv[1], int(sys.argv[2])
models = ("empty", "table", "graph")
content = {name: json.load(open(f"{folder}/{name}.json", encoding="utf-8")) for name in models}
# Loaded and compiled once; a loader of our own would be asked each time.
engine = zen.ZenEngine({"loader": {"type": "static", "content": content}})
texts = open(f"{folder}/questions.jsonl", encoding="utf-8").read().splitlines()
forms = {
    "text": texts,
    "bytes": [text.encode() for text in texts],
    "dictionary": [json.loads(text) for text in texts],
}


def best(name, questions):
    rates = []
    for _ in range(rounds):
        start = time.process_time()
        for question in questions:
            engine.evaluate(name, question)
        rates.append(len(questions) / (time.process_time() - start))
    return max(rates)


print(json.dumps({
    "results": {
        name: [engine.evaluate(name, text)["result"] for text in texts] for name in models[1:]
    },
    "rates": {
        name: {form: best(name, questions) for form, questions in forms.items()}
        for name in models
    },
}))
