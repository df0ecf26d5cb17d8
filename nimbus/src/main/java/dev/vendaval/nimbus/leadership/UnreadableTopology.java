package dev.vendaval.nimbus.leadership;

import dev.vendaval.protocol.state.Assignment;
import org.jspecify.annotations.Nullable;

/**
 * A topology whose records are there but cannot be used by this Nimbus. Nothing of it is changed; its name and slots
 * stay taken.
 *
 * @param why a sentence
 * @param assignment null if there is none or it is what cannot be read
 */
record UnreadableTopology(String id, String why, @Nullable Assignment assignment) {
    /** Ids end in two parts of Nimbus's own, see {@link Leader#submit}; names may have dashes. */
    boolean hasName(String name) {
        return id.startsWith(name + "-") && id.substring(name.length() + 1).matches("[^-]*-[0-9]+");
    }
}
