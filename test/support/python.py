"""CPython's answers to many questions from one process, as judge_names.py and the compiler give them.

    python.py QUESTIONS ANSWERS     two named pipes; each question and each answer is a line of JSON

A question is {"names": <a request of judge_names.py>}, {"rewrites": <one of judge_rewrites.py>}, {"blocks": <one of
judge_blocks.py>}, {"makers": <one of judge_makers.py>} or {"compile": ["<base64>", …]}, whose answer is for each source null or what the compiler says. The first line
of the answers says that it is there.
"""

import base64
import json
import sys
import warnings

import judge_blocks
import judge_makers
import judge_names
import judge_rewrites


def compiled(source):
    try:
        compile(base64.b64decode(source), 'file', 'exec', dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        return str(error)


def answer(question):
    if 'names' in question:
        return judge_names.answer(question['names'])
    if 'rewrites' in question:
        return judge_rewrites.answer(question['rewrites'])
    if 'blocks' in question:
        return judge_blocks.answer(question['blocks'])
    if 'makers' in question:
        return judge_makers.answer(question['makers'])
    return [compiled(source) for source in question['compile']]


def main(questions, answers):
    warnings.simplefilter('ignore')
    with open(questions) as asked, open(answers, 'w') as told:
        print('"ready"', file=told, flush=True)
        for line in asked:
            print(json.dumps(answer(json.loads(line))), file=told, flush=True)


if __name__ == '__main__':
    main(*sys.argv[1:])
