package dev.vendaval.nimbus.explanation;

/**
 * What is known of one worker.
 *
 * @param touchBit of its life in the masks of trees, 0 if it has reported none
 * @param notice what its supervisor says of it, empty if nothing
 */
record WorkerFacts(String supervisor, String host, int port, Condition condition, long touchBit, String notice) {
    enum Condition {
        RUNNING,
        STARTING,
        LOST,
        /** It runs, as far as is known, and has not said what it was asked. */
        SILENT
    }

    String address() {
        return host + ":" + port;
    }

    /** What it is that its executors suffer from, as a part of a sentence. */
    String trouble() {
        String what = switch (condition) {
            case RUNNING -> "runs";
            case STARTING -> "is starting";
            case LOST -> "is lost";
            case SILENT -> "does not answer";
        };
        return notice.isEmpty() ? what : what + " (" + notice + ")";
    }
}
