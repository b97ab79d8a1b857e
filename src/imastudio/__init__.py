"""imastudio: order images, videos, music and speech from the IMA Open API without losing money."""
