package dev.vendaval.flux.model;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which keys a part of a file may have. The reader and the JSON Schema both go by it.
 *
 * @param name of such a part, in the singular
 * @param description a sentence for editors to show
 * @param keys in the order they are shown
 */
public record Shape(String name, String description, List<Key> keys) {
    private static final int KEYS_SHOWN = 4;

    /**
     * A key of a part.
     *
     * @param name as it is written
     * @param type what may stand behind it
     * @param required whether a part without it is wrong
     * @param description a sentence for editors to show
     */
    public record Key(String name, KeyType type, boolean required, String description) {}

    /** Copies the list. */
    public Shape {
        keys = List.copyOf(keys);
    }

    Optional<Key> key(String wanted) {
        return keys.stream().filter(key -> key.name().equals(wanted)).findFirst();
    }

    List<String> names() {
        return keys.stream()
                .filter(key -> !(key.type() instanceof KeyType.Ignored))
                .map(Key::name)
                .toList();
    }

    String keyNames() {
        List<String> names = names();
        return names.stream().limit(KEYS_SHOWN).collect(Collectors.joining(", "))
                + (names.size() > KEYS_SHOWN ? ", ..." : "");
    }
}
