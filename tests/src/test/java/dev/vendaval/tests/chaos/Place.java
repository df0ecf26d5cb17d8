package dev.vendaval.tests.chaos;

import java.util.ArrayList;
import java.util.List;

/**
 * Where daemons run: this machine's network, or a namespace that is a host of its own.
 *
 * @param address where they listen
 * @param prefix what a command begins with to run there
 */
record Place(String address, List<String> prefix) {
    static final Place HERE = new Place("127.0.0.1", List.of());

    List<String> command(List<String> command) {
        List<String> all = new ArrayList<>(prefix);
        all.addAll(command);
        return all;
    }
}
