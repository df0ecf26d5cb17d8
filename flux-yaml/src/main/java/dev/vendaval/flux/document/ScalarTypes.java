package dev.vendaval.flux.document;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/** What YAML takes an unquoted text for: a number, a boolean, nothing, or a text. Makes nothing but these. */
final class ScalarTypes extends SafeConstructor {
    private final Resolver resolver = new Resolver();

    ScalarTypes() {
        super(new LoaderOptions());
    }

    /** The value of an unquoted text. */
    @Nullable
    Object ofPlain(ScalarNode node, String text) {
        Tag tag = resolver.resolve(NodeId.scalar, text, true);
        boolean typed = tag.equals(Tag.INT) || tag.equals(Tag.FLOAT) || tag.equals(Tag.BOOL) || tag.equals(Tag.NULL);
        // Dates stay texts: whoever wants one reads it from the text.
        return typed ? ofTag(node, text, tag) : text;
    }

    /** The value of a text with a tag of YAML's own. */
    @Nullable
    Object ofTag(ScalarNode node, String text, Tag tag) {
        return constructObject(
                new ScalarNode(tag, text, node.getStartMark(), node.getEndMark(), node.getScalarStyle()));
    }
}
