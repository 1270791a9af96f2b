#include "engine/jobs/job_pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <memory>
#include <stdexcept>
#include <thread>
#include <vector>

#include "engine/jobs/job.h"

namespace basalt::job_pool_test {

using namespace std::chrono_literals;

// Long enough for any machine; no test waits for it to pass.
constexpr auto kForever = 60s;

JobOptions OptionsOf(std::function<NextRun(const std::stop_token&)> run) {
  return {.run = std::move(run), .interval = 1ms, .on_exception = [](const Error&) {}};
}

TEST(JobPool, RunsWhatIsWokenAndNothingElse) {
  JobPool pool;
  std::promise<void> ran;
  std::atomic<int> others = 0;
  Job idle(OptionsOf([&](const std::stop_token&) { return ++others, NextRun::kWhenWoken; }), pool);
  Job job(OptionsOf([&](const std::stop_token&) { return ran.set_value(), NextRun::kWhenWoken; }),
          pool);
  job.Wake();
  EXPECT_EQ(ran.get_future().wait_for(kForever), std::future_status::ready);
  EXPECT_EQ(others, 0);
}

TEST(JobPool, RunsAgainAfterTheInterval) {
  JobPool pool;
  std::promise<void> third;
  int runs = 0;
  Job job(OptionsOf([&](const std::stop_token&) {
            if (++runs < 3) return NextRun::kAfterInterval;
            third.set_value();
            return NextRun::kWhenWoken;
          }),
          pool);
  job.Wake();
  EXPECT_EQ(third.get_future().wait_for(kForever), std::future_status::ready);
}

// The wake comes while it runs, when it has perhaps passed what there is to do now.
TEST(JobPool, RunsAgainWhereItIsWokenMeanwhile) {
  JobPool pool;
  std::promise<void> running, woken, again;
  int runs = 0;
  Job job(OptionsOf([&](const std::stop_token&) {
            if (++runs == 1) {
              running.set_value();
              woken.get_future().wait();
            } else {
              again.set_value();
            }
            return NextRun::kWhenWoken;
          }),
          pool);
  job.Wake();
  running.get_future().wait();
  job.Wake();
  woken.set_value();
  EXPECT_EQ(again.get_future().wait_for(kForever), std::future_status::ready);
}

TEST(JobPool, ASlowJobHoldsUpNoOther) {
  JobPool pool;
  constexpr int kSlowOnes = 5;
  std::promise<void> end;
  const std::shared_future<void> ended = end.get_future().share();
  std::atomic<int> slow_ones = 0;
  std::vector<std::unique_ptr<Job>> slow;
  for (int i = 0; i < kSlowOnes; ++i) {
    slow.push_back(std::make_unique<Job>(OptionsOf([&](const std::stop_token&) {
                                           ++slow_ones;
                                           ended.wait();
                                           return NextRun::kWhenWoken;
                                         }),
                                         pool));
    slow.back()->Wake();
  }
  std::promise<void> ran;
  Job job(OptionsOf([&](const std::stop_token&) { return ran.set_value(), NextRun::kWhenWoken; }),
          pool);
  job.Wake();
  EXPECT_EQ(ran.get_future().wait_for(kForever), std::future_status::ready);
  end.set_value();
}

// While jobs come round and round on one thread, another may sleep until some far time: it has to
// be told when the first is busy.
TEST(JobPool, ASlowRunHoldsUpNoJobThatComesRoundAndRound) {
  JobPool pool;
  std::promise<void> begun, first_done, end;
  JobOptions rarely = OptionsOf([](const std::stop_token&) { return NextRun::kAfterInterval; });
  rarely.interval = 1h;
  Job far(std::move(rarely), pool);
  far.Wake();
  Job first(OptionsOf([&](const std::stop_token&) {
              begun.set_value();
              first_done.get_future().wait();
              return NextRun::kWhenWoken;
            }),
            pool);
  first.Wake();
  begun.get_future().wait();  // By now there is a second thread, for which there is nothing to do.
  first_done.set_value();
  std::this_thread::sleep_for(100ms);  // Without which the test may see less, but never fails.

  constexpr int kRounds = 50;
  std::atomic<bool> is_slow = false;
  std::promise<void> others_went_on;
  int rounds = 0, rounds_beside = 0;
  Job sometimes_slow(OptionsOf([&](const std::stop_token&) {
                       if (++rounds < kRounds) return NextRun::kAfterInterval;
                       is_slow = true;
                       end.get_future().wait();
                       return NextRun::kWhenWoken;
                     }),
                     pool);
  Job other(OptionsOf([&](const std::stop_token&) {
              if (!is_slow || ++rounds_beside < kRounds) return NextRun::kAfterInterval;
              others_went_on.set_value();
              return NextRun::kWhenWoken;
            }),
            pool);
  // The first wakes a thread; before it is awake, the second finds the first in front of it.
  sometimes_slow.Wake();
  other.Wake();
  EXPECT_EQ(others_went_on.get_future().wait_for(kForever), std::future_status::ready);
  end.set_value();
}

TEST(JobPool, ManyJobsShareFewThreads) {
  JobPool pool;
  constexpr int kJobs = 1'000;
  std::atomic<int> left = kJobs;
  std::promise<void> all;
  std::vector<std::unique_ptr<Job>> jobs;
  for (int i = 0; i < kJobs; ++i) {
    jobs.push_back(std::make_unique<Job>(OptionsOf([&](const std::stop_token&) {
                                           if (--left == 0) all.set_value();
                                           return NextRun::kWhenWoken;
                                         }),
                                         pool));
  }
  for (const auto& job : jobs) job->Wake();
  EXPECT_EQ(all.get_future().wait_for(kForever), std::future_status::ready);
  EXPECT_LE(pool.thread_count(), 16U);  // Two, but for runs that the machine interrupted.
}

TEST(JobPool, AnExceptionIsAnErrorOfTheJobWhichRunsAgain) {
  JobPool pool;
  std::promise<void> third;
  std::vector<std::string> errors;
  int runs = 0;
  Job job({.run = [&](const std::stop_token&) -> NextRun {
             if (++runs == 1) throw std::bad_alloc();
             if (runs == 2) throw std::runtime_error("not today");
             third.set_value();
             return NextRun::kWhenWoken;
           },
           .interval = 1ms,
           .on_exception = [&](const Error& error) { errors.push_back(error.message); }},
          pool);
  job.Wake();
  EXPECT_EQ(third.get_future().wait_for(kForever), std::future_status::ready);
  EXPECT_EQ(errors, (std::vector<std::string>{"out of memory", "exception: not today"}));
}

TEST(JobPool, RemovingWaitsForARunAndTellsItToStop) {
  JobPool pool;
  std::promise<void> running;
  bool stopped = false;
  {
    Job job(OptionsOf([&](const std::stop_token& stop) {
              running.set_value();
              while (!stop.stop_requested()) std::this_thread::yield();
              stopped = true;
              return NextRun::kAfterInterval;
            }),
            pool);
    job.Wake();
    running.get_future().wait();
  }
  EXPECT_TRUE(stopped);
}

TEST(JobPool, JobsComeAndGoOnManyThreads) {
  JobPool pool;
  std::atomic<int> runs = 0;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&] {
      for (int i = 0; i < 500; ++i) {
        Job job(OptionsOf([&](const std::stop_token&) {
                  return ++runs, i % 2 == 0 ? NextRun::kAfterInterval : NextRun::kWhenWoken;
                }),
                pool);
        job.Wake();
        if (i % 3 == 0) job.Wake();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_LE(runs, 4 * 500 * 100);
}

}  // namespace basalt::job_pool_test
