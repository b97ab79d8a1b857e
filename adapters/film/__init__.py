"""Films: results of a work laid together by ffmpeg, which the extra `[film]` brings."""
