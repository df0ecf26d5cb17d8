package dev.vendaval.flux.assembly;

import dev.vendaval.api.ComponentDefinition;
import dev.vendaval.api.StreamDefinition;
import dev.vendaval.api.naming.NearestName;
import dev.vendaval.flux.model.GroupingType;
import dev.vendaval.flux.model.Located;
import dev.vendaval.flux.model.StreamModel;
import dev.vendaval.flux.problem.Problems;
import java.util.List;
import java.util.Map;

/** Whether the stream that is subscribed to is declared by its component, with the fields that the grouping goes by. */
record StreamFields(Map<String, ComponentDefinition> definitions, Problems problems) {
    void check(StreamModel stream) {
        ComponentDefinition source = definitions.get(stream.from().value());
        if (source == null) {
            return;
        }
        StreamDefinition declared = source.streams().stream()
                .filter(candidate -> candidate.id().equals(stream.stream()))
                .findFirst()
                .orElse(null);
        if (declared == null) {
            List<String> ids =
                    source.streams().stream().map(StreamDefinition::id).toList();
            problems.error(
                    stream.streamAt(),
                    "'" + stream.from() + "' does not declare the stream '" + stream.stream() + "'",
                    ids.isEmpty()
                            ? source.className() + " declares no stream at all in declareOutputFields"
                            : NearestName.hint("streams it declares", stream.stream(), ids)
                                    + (stream.streamId() == null ? "; name one by streamId" : ""));
            return;
        }
        checkDirect(stream, declared);
        for (Located<String> field : stream.fields()) {
            if (stream.type().value().byFields() && !declared.fields().contains(field.value())) {
                problems.error(
                        field.at(),
                        "stream '" + declared.id() + "' of '" + stream.from() + "' has no field '" + field + "'",
                        NearestName.hint(
                                "fields of the stream",
                                field.value(),
                                declared.fields().toList()));
            }
        }
    }

    private void checkDirect(StreamModel stream, StreamDefinition declared) {
        boolean direct = stream.type().value() == GroupingType.DIRECT;
        if (direct && !declared.direct()) {
            problems.error(
                    stream.type().at(),
                    "a DIRECT grouping of stream '" + declared.id() + "' of '" + stream.from()
                            + "', which is not declared direct",
                    "declare it with declareStream(id, true, fields) and emit with emitDirect, or use another grouping");
        } else if (!direct && declared.direct()) {
            problems.error(
                    stream.type().at(),
                    "a " + stream.type() + " grouping of stream '" + declared.id() + "' of '" + stream.from()
                            + "', which is declared direct",
                    "a direct stream takes the DIRECT grouping only");
        }
    }
}
