package dev.vendaval.flux.document;

import dev.vendaval.flux.document.Placeholders.Piece;
import dev.vendaval.flux.problem.Location;
import dev.vendaval.flux.problem.Problems;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.StreamReader;

/** Reads one YAML text into {@link Value}s. Used by one thread, for one text. */
public final class DocumentReader {
    /** After aliases are followed; a topology has hundreds. */
    private static final int MOST_VALUES = 100_000;

    private static final int MOST_SHOWN = 60;

    /** An explicit tag, behind an anchor or not. */
    private static final Pattern TAGGED = Pattern.compile("(&\\S+\\s+)?!");

    private static final Set<Tag> SCALAR_TAGS = Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL);

    private final String file;
    private final Problems problems;
    private final Placeholders placeholders;
    private final ScalarTypes scalarTypes = new ScalarTypes();
    private final Deque<Node> path = new ArrayDeque<>();
    private int values;
    private boolean tooDeep;

    /** The text, its placeholders hidden: nodes know where they begin and end in it. */
    private int[] source = {};

    /** While the value of a variable is read: where its placeholder stands. */
    private @Nullable Location placeholder;

    /** A reader of one text; what is wrong with it goes to {@code problems}. */
    public DocumentReader(String file, Variables variables, Problems problems) {
        this.file = file;
        this.problems = problems;
        this.placeholders = new Placeholders(variables, problems);
    }

    /** The one document of the text, or null if there is none to speak of; why has been told. */
    public @Nullable Value read(String text) {
        if (hasStrangeCharacter(text)) {
            return null;
        }
        Node root;
        try {
            root = compose(text);
        } catch (YAMLException e) {
            SyntaxErrors.tell(file, e, problems);
            return null;
        }
        if (root == null) {
            problems.error(Location.startOf(file), "the file is empty", "a topology begins with 'name: ...'");
            return null;
        }
        Value document = convert(root);
        return values > MOST_VALUES ? null : document;
    }

    /** With its placeholders hidden. A brace behind a closing quote may be taken for the end of one: then it is not. */
    private @Nullable Node compose(String text) {
        String hidden = Placeholders.hide(text);
        Node root;
        try {
            root = Composition.compose(hidden);
        } catch (YAMLException e) {
            hidden = Placeholders.hideWithinQuotes(text);
            try {
                root = Composition.compose(hidden);
            } catch (YAMLException same) {
                e.addSuppressed(same);
                throw e;
            }
        }
        source = hidden.codePoints().toArray();
        return root;
    }

    /** What YAML does not allow, and what would be taken for part of a placeholder. */
    private boolean hasStrangeCharacter(String text) {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < text.length(); i++) {
            int character = text.codePointAt(i);
            if (!StreamReader.isPrintable(character) || Placeholders.isPrivate(character)) {
                problems.error(
                        new Location(file, line, i - lineStart + 1),
                        String.format("the character U+%04X cannot stand here", character),
                        "remove it; a topology file is plain text in UTF-8");
                return true;
            }
            if (character == '\n') {
                line++;
                lineStart = i + 1;
            }
            i += Character.charCount(character) - 1;
        }
        return false;
    }

    private Value convert(Node node) {
        if (++values > MOST_VALUES) {
            if (values == MOST_VALUES + 1) {
                problems.error(
                        at(node),
                        "the file has more than " + MOST_VALUES + " values once its aliases are followed",
                        "use fewer or smaller aliases");
            }
            return unknown(node);
        }
        if (node instanceof ScalarNode scalar) {
            return scalar(scalar);
        }
        if (path.contains(node)) {
            problems.error(at(node), "an anchored value contains an alias of itself", "write it out without the alias");
            return unknown(node);
        }
        if (path.size() >= Composition.DEEPEST) {
            if (!tooDeep) {
                SyntaxErrors.tooDeep(at(node), problems);
            }
            tooDeep = true;
            return unknown(node);
        }
        path.push(node);
        try {
            return node instanceof SequenceNode sequence ? sequence(sequence) : mapping((MappingNode) node);
        } finally {
            path.pop();
        }
    }

    private Value sequence(SequenceNode node) {
        if (!node.getTag().equals(Tag.SEQ)) {
            return refusedTag(node);
        }
        return new Value.Sequence(
                at(node), node.getValue().stream().map(this::convert).toList());
    }

    private Value mapping(MappingNode node) {
        if (!node.getTag().equals(Tag.MAP)) {
            return refusedTag(node);
        }
        Map<String, Value.Entry> entries = new LinkedHashMap<>();
        List<Value.Entry> merged = new ArrayList<>();
        for (NodeTuple tuple : node.getValue()) {
            if (tuple.getKeyNode().getTag().equals(Tag.MERGE)) {
                merge(tuple.getValueNode(), merged);
            } else {
                put(tuple, entries);
            }
        }
        for (Value.Entry entry : merged) {
            entries.putIfAbsent(entry.key().text(), entry);
        }
        return new Value.Mapping(at(node), List.copyOf(entries.values()));
    }

    private void put(NodeTuple tuple, Map<String, Value.Entry> entries) {
        Value converted = convert(tuple.getKeyNode());
        if (converted instanceof Value.Unknown) {
            return;
        }
        if (!(converted instanceof Value.Scalar key)) {
            problems.error(at(tuple.getKeyNode()), "a list or map as a key", "a key is a text");
            return;
        }
        Value value = convert(tuple.getValueNode());
        Value.Entry first = entries.get(key.text());
        if (first != null) {
            problems.error(
                    key.at(),
                    "key '" + key.text() + "' is there twice",
                    "remove one; the first is on line " + first.key().at().line());
        } else {
            entries.put(key.text(), new Value.Entry(key, value));
        }
    }

    /** {@code <<}: the entries of one map or several; those written out and earlier ones win. */
    private void merge(Node node, List<Value.Entry> merged) {
        Value value = convert(node);
        if (value instanceof Value.Mapping mapping) {
            merged.addAll(mapping.entries());
        } else if (value instanceof Value.Sequence sequence
                && sequence.elements().stream().allMatch(Value.Mapping.class::isInstance)) {
            sequence.elements().forEach(element -> merged.addAll(((Value.Mapping) element).entries()));
        } else if (!(value instanceof Value.Unknown)) {
            problems.error(
                    at(node),
                    "<< is followed by " + value.described(),
                    "it takes an alias of a map, or a list of them");
        }
    }

    private Value scalar(ScalarNode node) {
        boolean implicit = SCALAR_TAGS.contains(node.getTag()) || node.getTag().equals(Tag.TIMESTAMP);
        boolean plain = node.getScalarStyle() == ScalarStyle.PLAIN;
        if (!implicit && !(plain && node.getTag().equals(Tag.MERGE))) {
            return refusedTag(node);
        }
        if (placeholder != null || !(node.getValue().contains("${") || Placeholders.isIn(node.getValue()))) {
            return new Value.Scalar(at(node), typed(node, node.getValue()), node.getValue());
        }
        String written = written(node);
        List<Piece> pieces = Placeholders.pieces(node.getValue());
        String text = placeholders.fill(pieces, places(node, written), at(node));
        if (text == null) {
            return unknown(node);
        }
        if (!plain || TAGGED.matcher(written).lookingAt()) {
            return new Value.Scalar(at(node), typed(node, text), text);
        }
        // A property may stand for a whole list or map, if the placeholder is all there is.
        boolean isAll = pieces.size() == 1 && pieces.get(0).kind() == Piece.Kind.VARIABLE;
        if (isAll && (text.startsWith("[") || text.startsWith("{"))) {
            return nested(node, text);
        }
        return new Value.Scalar(at(node), scalarTypes.ofPlain(node, text), text);
    }

    /** A node as it stands in the text, tag and quotes included. */
    private String written(Node node) {
        int start = node.getStartMark().getIndex();
        return new String(source, start, node.getEndMark().getIndex() - start);
    }

    /** Where the placeholders of a node stand. */
    private List<Location> places(Node node, String written) {
        Location start = at(node);
        List<Location> places = new ArrayList<>();
        for (Piece piece : Placeholders.pieces(written)) {
            if (piece.kind() == Piece.Kind.VARIABLE) {
                String before = written.substring(0, piece.start());
                int lines = (int)
                        before.chars().filter(character -> character == '\n').count();
                int inLine = before.codePointCount(before.lastIndexOf('\n') + 1, before.length());
                places.add(lines == 0 ? start.plus(inLine) : new Location(file, start.line() + lines, inLine + 1));
            }
        }
        return places;
    }

    private @Nullable Object typed(ScalarNode node, String text) {
        if (node.getTag().equals(Tag.STR)
                || node.getTag().equals(Tag.TIMESTAMP)
                || node.getTag().equals(Tag.MERGE)) {
            return text;
        }
        try {
            return scalarTypes.ofTag(node, text, node.getTag());
        } catch (YAMLException | NumberFormatException e) {
            problems.error(
                    at(node), "\"" + text + "\" is not what its tag says", "remove the tag " + written(node.getTag()));
            return text;
        }
    }

    /** The value of a placeholder that is a list or a map: all of it stands where the placeholder does. */
    private Value nested(ScalarNode node, String text) {
        placeholder = at(node);
        try {
            Node root = Composition.compose(text);
            return root == null ? unknown(node) : convert(root);
        } catch (YAMLException e) {
            String shown = text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) + "..." : text;
            problems.error(
                    at(node),
                    "the variable's value " + shown + " is not a list or map in YAML",
                    "put quotes around the placeholder if it is a text");
            return unknown(node);
        } finally {
            placeholder = null;
        }
    }

    private Value refusedTag(Node node) {
        problems.error(
                at(node),
                "the tag " + written(node.getTag()) + " is not allowed",
                "remove it; objects are made by className under components, spouts and bolts");
        return unknown(node);
    }

    private static String written(Tag tag) {
        return tag.getValue().startsWith(Tag.PREFIX)
                ? "!!" + tag.getValue().substring(Tag.PREFIX.length())
                : tag.getValue();
    }

    private Value unknown(Node node) {
        return new Value.Unknown(at(node));
    }

    private Location at(Node node) {
        Location standsFor = placeholder;
        if (standsFor != null) {
            return standsFor;
        }
        Mark mark = node.getStartMark();
        return new Location(file, mark.getLine() + 1, mark.getColumn() + 1);
    }
}
