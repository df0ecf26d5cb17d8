package dev.vendaval.flux.document;

import dev.vendaval.flux.problem.Location;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * The value of a variable that is a list or a map, all at the place of its placeholder.
 *
 * @param at the placeholder's
 * @param scalarTypes types what is not quoted
 */
record NestedValue(Location at, ScalarTypes scalarTypes) {
    Value of(Node node) {
        if (node instanceof ScalarNode scalar) {
            return scalar(scalar);
        }
        if (node instanceof SequenceNode sequence) {
            return new Value.Sequence(
                    at, sequence.getValue().stream().map(this::of).toList());
        }
        if (node instanceof MappingNode mapping) {
            List<Value.Entry> entries = new ArrayList<>();
            for (NodeTuple tuple : mapping.getValue()) {
                if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                    throw new YAMLException("a list or map as a key");
                }
                entries.add(new Value.Entry(scalar(key), of(tuple.getValueNode())));
            }
            return new Value.Mapping(at, entries);
        }
        throw new YAMLException("an alias");
    }

    private Value.Scalar scalar(ScalarNode node) {
        String text = node.getValue();
        boolean plain = node.getScalarStyle() == ScalarStyle.PLAIN;
        return new Value.Scalar(at, plain ? scalarTypes.ofPlain(node, text) : text, text);
    }
}
