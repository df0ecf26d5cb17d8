package dev.vendaval.client;

/** Hears how a call that takes a while gets on; called on the thread that made the call. */
@FunctionalInterface
public interface ProgressListener {
    /** For callers that only want the result. */
    ProgressListener SILENT = sentence -> {};

    /** Something has changed since the last sentence. */
    void progress(String sentence);
}
