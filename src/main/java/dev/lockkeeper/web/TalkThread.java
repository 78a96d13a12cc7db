package dev.lockkeeper.web;

import dev.lockkeeper.catalog.Comment;
import java.util.List;
import java.util.stream.Stream;

/** A comment with its replies, as a page shows them. */
record TalkThread(Line begin, List<Line> replies) {

    /**
     * @param html of the text; empty once it is withdrawn
     * @param place what it is about; empty for the whole
     * @param mine whether the reader may withdraw it
     */
    record Line(Comment comment, String html, String place, boolean mine) {
        public boolean withdrawn() {
            return comment.withdrawnAt() != null;
        }
    }

    public List<Line> lines() {
        return Stream.concat(Stream.of(begin), replies.stream()).toList();
    }
}
