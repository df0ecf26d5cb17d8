package dev.vendaval.flux.document;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/** YAML text to nodes, within limits; no node becomes an object here. */
final class Composition {
    /** Lists and maps within each other, aliases followed. */
    static final int DEEPEST = 50;

    /** One for each component that shares its settings by a merge key; what they stand for has a limit of its own. */
    private static final int MOST_ALIASES = 1000;

    private static final int MOST_CODE_POINTS = 3 << 20;

    private Composition() {}

    /** A text beyond a limit. */
    static final class LimitException extends YAMLException {
        private static final long serialVersionUID = 1L;

        // Read where it is caught, never serialized.
        private final transient Mark mark;

        private LimitException(YAMLException cause, Mark mark) {
            super(String.valueOf(cause.getMessage()), cause);
            this.mark = mark;
        }

        /** Where the parser was. */
        Mark mark() {
            return mark;
        }
    }

    /** The one document of the text, or null if it is empty; a YAMLException says what is wrong. */
    static @Nullable Node compose(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setNestingDepthLimit(DEEPEST);
        options.setMaxAliasesForCollections(MOST_ALIASES);
        options.setCodePointLimit(MOST_CODE_POINTS);
        options.setAllowRecursiveKeys(false);
        options.setProcessComments(false);
        // A tag makes nothing of a node here; whoever reads the node refuses the tag, and goes on.
        options.setTagInspector(tag -> true);
        ParserImpl parser = new ParserImpl(new StreamReader(text), options);
        try {
            return new Composer(parser, new Resolver(), options).getSingleNode();
        } catch (MarkedYAMLException e) {
            throw e;
        } catch (YAMLException e) {
            throw new LimitException(e, parser.peekEvent().getStartMark());
        }
    }
}
