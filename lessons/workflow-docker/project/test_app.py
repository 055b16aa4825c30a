import json
import unittest
from datetime import UTC, datetime

from app import time_as_json


class ClockTest(unittest.TestCase):
    def test_time_is_written_with_two_digits_each(self) -> None:
        answer = json.loads(time_as_json(datetime(2026, 1, 1, 9, 5, 0, tzinfo=UTC)))
        self.assertEqual(answer, {"time": "09:05:00", "zone": "UTC"})


if __name__ == "__main__":
    unittest.main()
