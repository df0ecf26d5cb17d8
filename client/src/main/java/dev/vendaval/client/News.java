package dev.vendaval.client;

/** Tells a listener what is new: a sentence that is the same as the one before is not told. Used by one thread. */
final class News {
    private final ProgressListener listener;
    private String lastSentence = "";

    News(ProgressListener listener) {
        this.listener = listener;
    }

    void tell(String sentence) {
        if (!sentence.equals(lastSentence)) {
            lastSentence = sentence;
            listener.progress(sentence);
        }
    }
}
