package dev.lockkeeper.chain;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Lines that end with a newline and nothing else, each decoded by itself: bytes that are no UTF-8 are the fault of their line alone. */
final class Utf8Lines {

    private final InputStream in;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private byte[] buffer = new byte[1 << 16];
    private int from;
    private int to;

    Utf8Lines(InputStream in) {
        this.in = in;
    }

    /**
     * @return null at the end
     * @throws java.nio.charset.CharacterCodingException for a line that is not UTF-8
     */
    @Nullable
    String next() throws IOException {
        int looked = from;
        while (true) {
            for (int i = looked; i < to; i++) {
                if (buffer[i] == '\n') {
                    return text(i, i + 1);
                }
            }
            looked = to;
            int moved = room();
            looked -= moved;
            int read = in.read(buffer, to, buffer.length - to);
            if (read < 0) {
                return from == to ? null : text(to, to);
            }
            to += read;
        }
    }

    private String text(int end, int next) throws IOException {
        int begin = from;
        from = next;
        return decoder.decode(ByteBuffer.wrap(buffer, begin, end - begin)).toString();
    }

    /** @return by how much what is there was moved */
    private int room() {
        int moved = 0;
        if (to == buffer.length && from > 0) {
            System.arraycopy(buffer, from, buffer, 0, to - from);
            moved = from;
            to -= from;
            from = 0;
        } else if (to == buffer.length) {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        return moved;
    }
}
