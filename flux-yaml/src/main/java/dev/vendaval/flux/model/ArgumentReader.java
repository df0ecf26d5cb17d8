package dev.vendaval.flux.model;

import dev.vendaval.flux.document.Value;
import dev.vendaval.flux.problem.Problems;
import java.util.ArrayList;
import java.util.List;

/** Reads values as arguments: a map with the one key {@code ref} or {@code reflist} stands for components. */
record ArgumentReader(Problems problems) {
    Argument read(Value value) {
        if (value instanceof Value.Scalar scalar) {
            return new Argument.Literal(scalar);
        }
        if (value instanceof Value.Sequence sequence) {
            return new Argument.Elements(
                    sequence.at(), sequence.elements().stream().map(this::read).toList());
        }
        return value instanceof Value.Mapping mapping ? map(mapping) : new Argument.Unknown(value.at());
    }

    private Argument map(Value.Mapping mapping) {
        if (mapping.entries().size() == 1) {
            Value.Entry only = mapping.entries().get(0);
            if (only.key().text().equals("ref") && only.value() instanceof Value.Scalar id) {
                return new Argument.Reference(id.at(), id.text());
            }
            if (only.key().text().equals("reflist") && only.value() instanceof Value.Sequence ids) {
                return references(ids);
            }
            if (only.key().text().equals("ref") || only.key().text().equals("reflist")) {
                return misused(only);
            }
        }
        List<Argument.Entry> entries = new ArrayList<>();
        mapping.entries().forEach(entry -> entries.add(new Argument.Entry(entry.key(), read(entry.value()))));
        return new Argument.Entries(mapping.at(), entries);
    }

    private Argument misused(Value.Entry entry) {
        if (!(entry.value() instanceof Value.Unknown)) {
            problems.error(
                    entry.value().at(),
                    entry.key().text() + " is " + entry.value().described(),
                    "write {ref: id} for one component, {reflist: [id, id]} for a list of them");
        }
        return new Argument.Unknown(entry.value().at());
    }

    private Argument references(Value.Sequence ids) {
        List<Argument> references = new ArrayList<>();
        for (Value id : ids.elements()) {
            if (id instanceof Value.Scalar scalar) {
                references.add(new Argument.Reference(scalar.at(), scalar.text()));
            } else if (id instanceof Value.Unknown) {
                references.add(new Argument.Unknown(id.at()));
            } else {
                problems.error(id.at(), id.described() + " in a reflist", "a reflist is a list of ids of components");
            }
        }
        return new Argument.Elements(ids.at(), references);
    }
}
