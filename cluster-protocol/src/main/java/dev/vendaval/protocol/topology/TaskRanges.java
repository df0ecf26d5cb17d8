package dev.vendaval.protocol.topology;

import java.util.Collection;
import java.util.List;

/** Task ids as people read them. */
public final class TaskRanges {
    private TaskRanges() {}

    /** Runs of ids as ranges: {@code [3-51 60]}. */
    public static String text(Collection<Integer> tasks) {
        List<Integer> ids = tasks.stream().sorted().toList();
        StringBuilder text = new StringBuilder("[");
        for (int i = 0; i < ids.size(); i++) {
            int first = ids.get(i);
            while (i + 1 < ids.size() && ids.get(i + 1) == ids.get(i) + 1) {
                i++;
            }
            text.append(text.length() == 1 ? "" : " ").append(first);
            if (ids.get(i) > first) {
                text.append('-').append(ids.get(i));
            }
        }
        return text.append(']').toString();
    }
}
